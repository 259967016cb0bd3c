import * as z from 'zod'
import { NEEDS_FIELDS, text } from './fields'
import { kindOf, type Reading, readText } from './reading'
import { checkYaml } from './yamlText'

const FILE = 'teachers.yaml'
const Teachers = z.array(
  z.strictObject(
    {
      name: text('name', '姓名', 50),
      bio: text('bio', '介绍', 1000),
    },
    { error: NEEDS_FIELDS },
  ),
  { error: '要写成列表，每位老师有 name 和 bio' },
)

/** What `teachers.yaml`, in the course folder or in the school folder around it, says of a teacher; empty when it says nothing. */
export async function bioOf(reading: Reading, name: string): Promise<string> {
  for (const file of [FILE, `../${FILE}`]) {
    if ((await kindOf(reading, file)) !== 'file') continue
    const text = await readText(reading, file)
    const teachers = text === null ? null : checkYaml(reading, { file, text, firstLine: 1 }, Teachers)
    const teacher = teachers?.value?.find((one) => one.name === name)
    if (teacher) return teacher.bio
  }
  return ''
}
