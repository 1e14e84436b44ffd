/** Rounds of commands beside a foreign PID 1 whose manager is killed again and again (scripts/foreign-rounds.ts). */
import { boot, type Machine, systemctl } from './machine.ts'

export interface ForeignRounds {
  readonly rounds: number
  /** How often a manager was there to be killed. */
  readonly kills: number
  readonly faults: readonly string[]
}

const commands = 20
const services = 5
/** No command takes longer, with many of them on a busy machine. */
const patienceSeconds = 60

/** Each start of a service leaves a line, so that starting it twice shows. */
const unit = `[Service]
Type=exec
ExecStart=/bin/sh -c 'echo %n $$$$ >> /mnt/ran; exec /bin/sleep infinity'
`

export async function foreignRounds(rounds: number, tell: (text: string) => void): Promise<ForeignRounds> {
  const names = Array.from({ length: services }, (_, at) => `s${at}.service`)
  const machine = boot({
    units: Object.fromEntries(names.map(name => [name, unit])),
    program: '/bin/sh',
    args: ['-c', 'echo up; exec /bin/sleep infinity'],
  })
  const faults: string[] = []
  let kills = 0
  try {
    await machine.line(/^up$/)
    for (let round = 0; round < rounds; round++) {
      const [killed, found] = playRound(machine)
      kills += killed
      faults.push(...found.map(fault => `round ${round}: ${fault}`))
      if (round % 10 === 9) {
        tell(`${round + 1} rounds, ${kills} kills, ${faults.length} faults`)
      }
    }
    return { rounds, kills, faults }
  } finally {
    await machine.end()
  }
}

/** All in one shell, so that the kill meets the commands and not the gaps between ours. */
const script = `
start() { timeout ${patienceSeconds} ${systemctl} start s$(($1 % ${services})); code=$?; [ $code = 124 ] && echo "a command hangs"; return $code; }
managers() { for d in /proc/[0-9]*; do read -r comm < $d/comm && [ "$comm" = systemd ] && ! grep -qs '^State:.Z' $d/status && basename $d; done 2>/dev/null; }
rm -f /mnt/ran
# Whose manager is killed amid its question is told so, and ends.
for i in $(seq ${commands}); do start $i 2>/dev/null & done
sleep "$1"
for pid in $(managers); do kill -KILL $pid && echo "killed $pid"; done
wait
for i in $(seq ${commands}); do start $i || echo "ended with $?" & done
wait
[ "$(managers | wc -l)" = 1 ] || echo "managers: $(managers | tr '\\n' ' ')"
for i in $(seq 0 ${services - 1}); do
  [ "$(${systemctl} is-active s$i)" = active ] || echo "s$i is not active"
  [ "$(${systemctl} show -P MainPID s$i)" = "$(grep "^s$i.service" /mnt/ran | cut -d' ' -f2)" ] || echo "s$i: main $(${systemctl} show -P MainPID s$i), ran $(grep "^s$i.service" /mnt/ran | tr '\\n' ' ')"
done
timeout ${patienceSeconds} ${systemctl} stop 's?.service' || echo "stop ended with $?"
`

function playRound(machine: Machine): readonly [killed: number, faults: readonly string[]] {
  const delay = (Math.random() * 1.5).toFixed(3)
  const { out, err } = machine.run('env', '-C', '/', 'bash', '-c', script, 'round', delay)
  const lines = `${out}${err}`.split('\n').filter(line => line !== '')
  const killed = lines.filter(line => line.startsWith('killed '))
  return [killed.length, lines.filter(line => !line.startsWith('killed '))]
}
