#!/bin/bash
# Runs inside the container: starts the units of a folder one after another and prints how each ended.
#     exec-units.sh FOLDER UNIT...
# `UNIT#2` is the unit once more, after the program it looks for was removed.
folder=$1
shift
export SYSTEMD_PAGER=
ctl=/usr/local/bin/stock-systemctl

cp "$folder"/* /run/systemd/system/
# A unit that a loaded one names stays in memory when it has ended, with what became of it.
{
  printf '[Service]\nExecStart=/bin/sleep infinity\n[Unit]\n'
  printf 'After=%s\n' "${@%#2}"
} >/run/systemd/system/keeps-all.service

mkdir -p /tmp/test-exec_workingdirectory /tmp/test-exec_execsearchpath /tmp/subdir
cp /bin/ls /tmp/test-exec_execsearchpath/ls_temp
assignments="VAR1='word1 word2'
VAR2=word3
VAR3='\$word 5 6'
VAR4='new
line'
VAR5=password\\with\\backslashes"
echo "$assignments" >/tmp/test-exec_environmentfile.conf
echo "$assignments" >/tmp/test-exec_execsearchpath_environmentfile.conf
printf '%s\nPATH=/usr\n' "$assignments" >/tmp/test-exec_execsearchpath_environmentfile-set.conf
touch /tmp/test-exec_privatetmp
printf test-execute_load_credential >/tmp/test-execute.load-credential

$ctl daemon-reload
$ctl start keeps-all
for unit in "$@"; do
  [ "$unit" = "${unit%#2}" ] || rm -f /tmp/test-exec_execsearchpath/ls_temp
  name=${unit%#2}
  $ctl start "$name" >/dev/null 2>&1
  while $ctl is-active --quiet "$name"; do :; done
  echo "$unit $($ctl show -p Result -p ExecMainCode -p ExecMainStatus "$name" | tr '\n' ' ')"
done
$ctl stop keeps-all
# The next folder has units of the same names, whose starts are not to be counted together with these.
$ctl reset-failed
rm -f /run/systemd/system/exec-*
