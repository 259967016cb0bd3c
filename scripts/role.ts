import { parseArgs } from 'node:util'
import { changeRoles, peopleCalled, type StaffRole, staffRoles } from '../core/people/roles'
import type { User } from '../core/people/user'
import { clock } from '../platform/clock'
import { ids } from '../platform/ids'
import { useCloud, useDesk } from './cloud'
import { DEFAULT_PORT, ENV_ID } from './shop'

const USAGE = `npm run role -- --user ID|NAME [--add ROLE]… [--remove ROLE]… [--desk URL | --cloud]

Gives somebody a role, or takes it away; without either it says what they may do. It counts from their next sign-in:
at once when they open 我的, after two hours at the latest.
ROLE         finance (bills, payouts, invoices) · support (refunds) · editor (courses) · admin (all of it, settings, terms and codes)
--desk URL   the desk where they are (default http://127.0.0.1:${DEFAULT_PORT}, where npm start is running)
--cloud      the real environment named by TCB_ENV_ID, with TENCENTCLOUD_SECRETID and TENCENTCLOUD_SECRETKEY`

const isStaffRole = (name: string): name is StaffRole => staffRoles.some((role) => role === name)

/** A person as the operator reads them. */
export const personWords = ({ _id, nickname, roles }: User): string => `${nickname} (${_id}): ${roles.join(', ')}`

type Change = { who: string; add: StaffRole[]; remove: StaffRole[] }

/** Whoever holds the environment's credentials gives roles: what they wrote is told to the operator, line by line. */
export async function role({ who, add, remove }: Change): Promise<{ lines: string[]; code: 0 | 1 }> {
  const { store } = await import('../platform/cloudbase/store')
  const people = await peopleCalled({ store }, who)
  const [person, ...namesakes] = people
  if (!person) return { lines: [`没有叫「${who}」的人,也没有这个编号。请 TA 先在小程序里打开一次「我的」`], code: 1 }
  if (namesakes.length)
    return { lines: [`有 ${people.length} 个人叫「${who}」,请用编号指定一位:`, ...people.map(personWords)], code: 1 }
  if (!add.length && !remove.length) return { lines: [personWords(person)], code: 0 }
  const changed = await changeRoles({ store, ids, clock }, { userId: person._id, add, remove, by: 'operator' })
  return { lines: [personWords(changed ?? person), '下次登录生效:打开「我的」马上生效,最晚两小时后'], code: 0 }
}

const option = { type: 'string' } as const
const several = { ...option, multiple: true, default: [] as string[] } as const

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      user: option,
      add: several,
      remove: several,
      desk: { ...option, default: `http://127.0.0.1:${DEFAULT_PORT}` },
      cloud: { type: 'boolean', default: false },
    },
  })
  const strangers = [...values.add, ...values.remove].filter((name) => !isStaffRole(name))
  if (!values.user || strangers.length) {
    console.error(strangers.length ? `${strangers.join(', ')}: no such role\n\n${USAGE}` : USAGE)
    return 2
  }
  if (values.cloud) useCloud()
  else useDesk(values.desk, ENV_ID)
  const { lines, code } = await role({
    who: values.user,
    add: values.add.filter(isStaffRole),
    remove: values.remove.filter(isStaffRole),
  })
  for (const line of lines) (code === 0 ? console.log : console.error)(line)
  return code
}

if (require.main === module)
  main().then(
    (code) => process.exit(code),
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error)
      process.exit(1)
    },
  )
