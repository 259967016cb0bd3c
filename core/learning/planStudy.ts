import * as z from 'zod'
import type { Input, Output } from '../contract'
import { StudyPlan } from '../contract/planStudy'
import type { Caller, Ports } from '../ports'

const StudyPlanDoc = z.object({ _id: z.string(), plan: StudyPlan.nullable() })

export async function planOf({ store }: Pick<Ports, 'store'>, userId: string): Promise<StudyPlan | null> {
  return StudyPlanDoc.nullable().parse(await store.get('studyPlans', userId))?.plan ?? null
}

/** One plan per learner: the rule is the id. */
export const planStudy =
  ({ store }: Pick<Ports, 'store'>) =>
  async ({ userId }: Caller, { plan }: Input<'planStudy'>): Promise<Output<'planStudy'>> => {
    await store.put('studyPlans', { _id: userId, plan })
    return { plan }
  }
