import type { Output } from '../../../core/contract'

/** The doors beside a learner's own that 我的 shows to this person. */
export type Doors = { office: boolean; income: boolean }

/** Roles with work in the office. */
const OF_OFFICE = ['editor', 'support', 'finance', 'admin']

export const doorsOf = (
  { roles, isTeacher }: Pick<Output<'login'>, 'roles' | 'isTeacher'>,
  before: Doors | undefined,
): Doors => ({
  office: roles.some((role) => OF_OFFICE.includes(role)),
  // Who taught may have income left when no course shares with them any more.
  income: isTeacher || before?.income === true,
})
