/**
 * Properties as `systemctl show` prints them: from a name and a value of the bus to the texts behind `NAME=`, of which there may
 * be several, one a line. What it has no form for is undefined, and shows as `[unprintable]` where empty values are shown.
 */

import type { Variant } from '#control/codec/value-of.ts'
import { quoteWord } from '#core/base/text/shell-quote.ts'
import { formatBytesProperty } from './byte-property.ts'
import { formatNumber } from './number-property.ts'
import { structForms } from './struct-property.ts'
import type { Lines, TimeStyle } from './style.ts'

/** The texts of a property. */
export function formatProperty(name: string, { signature, value }: Variant, time: TimeStyle): Lines {
  const form = structForms.get(signature)
  if (form !== undefined) {
    return form(name, value, time)
  }
  switch (signature) {
    case 's':
      return [oneLine(String(value))]
    case 'b':
      return [value === true ? 'yes' : 'no']
    case 'as':
      return [(value as readonly string[]).map(quoteWord).join(' ')]
    case 'ay':
      return [formatBytesProperty(name, value as Uint8Array)]
    case 'd':
      return [`${Number((value as number).toPrecision(6))}`]
    case 't':
    case 'u':
    case 'i':
    case 'x': {
      const text = formatNumber(name, signature, BigInt(value as number | bigint), time)
      return text === undefined ? undefined : [text]
    }
    default:
      return undefined
  }
}

/** A text that would break the lines of the output is not shown. */
function oneLine(text: string): string {
  return text.includes('\n') ? '[unprintable]' : text
}
