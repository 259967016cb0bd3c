import type { Cloud } from './cloud'
import type { Plan, Step } from './plan'
import type { Wanted } from './wanted'

/**
 * Carries out a plan, step by step in its order, saying each before it begins. A step that fails stops the rest; what
 * was done stays done, and the next `deploy` plans from there.
 */
export async function execute(plan: Plan, wanted: Wanted, cloud: Cloud, say: (line: string) => void): Promise<void> {
  if (plan.refusals.length > 0) throw new Error(`This plan cannot be carried out: ${plan.refusals.join('; ')}`)
  const functions = new Map(wanted.functions.map((one) => [one.name, one]))
  for (const [index, step] of plan.steps.entries()) {
    say(`[${index + 1}/${plan.steps.length}] ${step.do} ${subjectOf(step)}`.trimEnd())
    await carryOut(step, (name) => required(functions.get(name), name), wanted, cloud)
  }
}

function subjectOf(step: Step): string {
  if ('collection' in step) return step.collection
  return 'name' in step ? step.name : ''
}

function required<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`The plan names ${name}, which was not built.`)
  return value
}

type Named = (name: string) => Wanted['functions'][number]

function carryOut(step: Step, named: Named, { site }: Wanted, cloud: Cloud): Promise<void> {
  switch (step.do) {
    case 'createCollection':
      return cloud.createCollection(step.collection)
    case 'setRule':
      return cloud.setRule(step.collection)
    case 'dropIndex':
      return cloud.dropIndex(step.collection, step.index)
    case 'createIndex':
      return cloud.createIndex(step.collection, step.index)
    case 'setStorageRule':
      return cloud.setStorageRule()
    case 'createFunction':
      return cloud.createFunction(named(step.name))
    case 'updateCode':
      return cloud.updateCode(named(step.name))
    case 'updateConfiguration':
      return cloud.updateConfiguration(named(step.name))
    case 'deleteTrigger':
      return cloud.deleteTrigger(step.name, step.trigger)
    case 'createTrigger':
      return cloud.createTrigger(step.name, step.trigger)
    case 'openHttp':
      return cloud.openHttp()
    case 'openPath':
      return cloud.openPath(step.path, step.name)
    case 'openSite':
      return cloud.openSite()
    case 'uploadSite':
      return cloud.uploadSite(site.files.filter(({ cloudPath }) => step.cloudPaths.includes(cloudPath)))
  }
}
