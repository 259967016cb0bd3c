import * as z from 'zod'
import { contract } from './contract'

export const StudyPlan = z.strictObject({
  daysPerWeek: z.int().min(1).max(7),
  minutesPerDay: z.int().min(5).max(240),
})
export type StudyPlan = z.infer<typeof StudyPlan>

/** What a learner means to do each week; null to do without. */
export const planStudy = contract({
  name: 'planStudy',
  access: 'learner',
  input: z.strictObject({ plan: StudyPlan.nullable() }),
  output: z.object({ plan: StudyPlan.nullable() }),
})
