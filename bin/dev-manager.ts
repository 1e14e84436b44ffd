import { main } from '#manager/main.ts'

main(process.argv.slice(2))
