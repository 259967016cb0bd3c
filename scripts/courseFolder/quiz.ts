import * as z from 'zod'
import type { Question } from './draft'
import { NEEDS_FIELDS, oneOf, text } from './fields'
import { kindOf, note, type Reading, readText } from './reading'
import { checkYaml } from './yamlText'

const LETTERS = 'ABCDEFGH'
const JUDGED: Record<string, number> = { true: 0, false: 1 }

const Written = z.strictObject(
  {
    kind: oneOf('kind', '题型', ['single', 'multiple', 'judge']),
    text: text('text', '题目', 1000),
    options: z
      .array(text('options', '选项', 200), { error: 'options（选项）要写成列表' })
      .max(LETTERS.length, `options（选项）最多 ${LETTERS.length} 个`)
      .default([]),
    answer: z.union([z.string(), z.array(z.string()).min(1)], {
      error: ({ input }) =>
        input === undefined ? '缺少 answer（答案）' : 'answer（答案）要写成字母，多选写成列表 [A, C]',
    }),
    explanation: z.string({ error: 'explanation（解析）要写成文字' }).trim().max(2000).default(''),
  },
  { error: NEEDS_FIELDS },
)
/** What can be checked further even when another field is wrong. */
const KindAndAnswer = Written.pick({ kind: true, options: true, answer: true }).strip()
type KindAndAnswer = z.infer<typeof KindAndAnswer>

const indexOfLetter = (letter: string): number => (letter.length === 1 ? LETTERS.indexOf(letter.toUpperCase()) : -1)

/** The answers as indexes, in order; -1 for one that is none. */
const indexesOf = ({ kind, answer }: KindAndAnswer): number[] =>
  [answer]
    .flat()
    .map((word) => (kind === 'judge' ? (JUDGED[word.trim()] ?? -1) : indexOfLetter(word.trim())))
    .sort((a, b) => a - b)

/** What is wrong between the fields of a question, each by the field it belongs to. */
function problemsOf(question: KindAndAnswer): { field: string; what: string }[] {
  const { kind, options } = question
  const problems: { field: string; what: string }[] = []
  const answers = indexesOf(question)
  const count = kind === 'judge' ? Object.keys(JUDGED).length : options.length
  if (kind === 'judge' && options.length > 0) problems.push({ field: 'options', what: '判断题（judge）不用写 options' })
  if (kind !== 'judge' && count < 2) problems.push({ field: 'options', what: '至少要有两个 options（选项）' })
  if (answers.some((index) => index < 0 || index >= count))
    problems.push({
      field: 'answer',
      what: kind === 'judge' ? '判断题的答案只能是 true 或 false' : `答案超出选项：一共 ${count} 个选项，A 是第一个`,
    })
  else if (new Set(answers).size !== answers.length) problems.push({ field: 'answer', what: '同一个答案写了两次' })
  if (kind !== 'multiple' && answers.length !== 1)
    problems.push({ field: 'answer', what: '单选题和判断题只能有一个答案' })
  return problems
}

const Quiz = z.strictObject(
  {
    questions: z
      .array(Written, { error: '缺少 questions（题目列表）' })
      .min(1, 'questions 里一道题也没有')
      .max(200, 'questions 最多 200 道题'),
  },
  { error: '第一行要写 questions:，下面是题目列表' },
)

/** Reads `quiz.yaml`; a course without one has no questions. Wrong questions are noted. */
export async function readQuiz(reading: Reading): Promise<Question[]> {
  const file = 'quiz.yaml'
  if ((await kindOf(reading, file)) !== 'file') return []
  const text = await readText(reading, file)
  if (text === null) return []
  const quiz = checkYaml(reading, { file, text, firstLine: 1 }, Quiz)
  const written = z.object({ questions: z.array(z.unknown()) }).safeParse(quiz?.written).data?.questions ?? []
  for (const [place, raw] of written.entries()) {
    const question = KindAndAnswer.safeParse(raw)
    for (const { field, what } of question.success ? problemsOf(question.data) : [])
      note(reading, file, quiz?.lineOf('questions', place, field) ?? null, what)
  }
  return (quiz?.value?.questions ?? []).map((question) => ({ ...question, answer: indexesOf(question) }))
}
