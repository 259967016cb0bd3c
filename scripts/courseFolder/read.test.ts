import { readFileSync } from 'node:fs'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { handedIn } from '../importCourse'
import { sayMistake } from './draft'
import { BRUSH, type Files, folderWith, mp3, mp4, PNG } from './fixtures/folders'
import { readCourseFolder } from './read'

/** A real PDF of six pages. */
const HANDBOOK = readFileSync(join(__dirname, '../../school/night-sky/media/handbook.pdf'))

const saidOf = async (folder: string): Promise<string[]> => {
  const read = await readCourseFolder(folder)
  return 'mistakes' in read ? read.mistakes.map(sayMistake) : []
}

/** The good course with some files changed, added, or (null) taken away. */
const brushWith = (changes: Record<string, string | Buffer | null>): Files =>
  Object.fromEntries(
    Object.entries({ ...BRUSH, ...changes }).flatMap(([path, content]) => (content === null ? [] : [[path, content]])),
  )
const courseWith = (from: string, to: string): Files =>
  brushWith({ 'course.md': String(BRUSH['course.md']).replace(from, to) })

test('a good folder is a course', async () => {
  const folder = await folderWith(BRUSH)
  await writeFile(join(dirname(folder), 'teachers.yaml'), '- name: 沈青禾\n  bio: 写了二十年字\n')
  expect(await readCourseFolder(folder)).toEqual({
    course: {
      id: 'brush',
      title: '毛笔十日',
      summary: '从握笔到写一个永字',
      description: '# 这门课讲什么\n\n![笔](pictures/brush.png)',
      audience: '没有写过毛笔字的人',
      teacher: { name: '沈青禾', bio: '写了二十年字' },
      priceFen: 990,
      category: '书画',
      tags: ['书法', '入门'],
      form: 'series',
      status: 'published',
      cover: 'cover.png',
      lessons: [
        {
          id: '01-hold',
          title: '握笔',
          kind: 'video',
          free: true,
          durationSeconds: 20,
          media: 'media/hold.mp4',
          renditions: [],
          chapters: [],
          attachments: [],
          article: '五指各有分工。',
        },
        {
          id: '02-rhythm',
          title: '节奏',
          kind: 'audio',
          free: false,
          durationSeconds: 2.612,
          media: 'media/rhythm.mp3',
          renditions: [],
          chapters: [],
          attachments: [],
          article: '',
        },
        {
          id: '05-091ffc21',
          title: '永字',
          kind: 'article',
          free: false,
          durationSeconds: 60,
          media: null,
          renditions: [],
          chapters: [],
          attachments: [],
          article: `${'永'.repeat(300)}\n\n![永](pictures/brush.png)`,
        },
      ],
      quiz: [
        {
          kind: 'single',
          text: '永字第一笔是什么',
          options: ['横', '点', '竖'],
          answer: [1],
          explanation: '先点后横。',
        },
        { kind: 'multiple', text: '哪些是笔法', options: ['提', '按', '装裱'], answer: [0, 1], explanation: '' },
        { kind: 'judge', text: '毛笔要先开锋', options: [], answer: [0], explanation: '' },
      ],
    },
    media: [
      { path: 'pictures/brush.png', contentType: 'image/png', bytes: PNG.length },
      { path: 'cover.png', contentType: 'image/png', bytes: PNG.length },
      { path: 'media/hold.mp4', contentType: 'video/mp4', bytes: mp4(20).length, durationSeconds: 20 },
      { path: 'media/rhythm.mp3', contentType: 'audio/mpeg', bytes: 41700, durationSeconds: 2.612 },
    ],
    attachments: [],
  })
})

test('what the folder does not say may come from the command line; what it says wins', async () => {
  const bare = courseWith('teacher: 沈青禾\nprice: 9.9\n', '')
  const read = await readCourseFolder(await folderWith(bare), {
    teacher: '林一',
    price: '39',
    category: '生活',
    id: 'ten',
  })
  expect(
    'course' in read && [read.course.teacher.name, read.course.priceFen, read.course.category, read.course.id],
  ).toEqual(['林一', 3900, '书画', 'ten'])
})

test.each<[string, number]>([
  ['0', 0],
  ['199', 19900],
  ['9.9', 990],
  ['"0.07"', 7],
  ['1.10', 110],
  ['100000', 10_000_000],
])('%s yuan are %i fen', async (written, fen) => {
  const read = await readCourseFolder(await folderWith(courseWith('price: 9.9', `price: ${written}`)))
  expect('course' in read && read.course.priceFen).toBe(fen)
})

const lesson = (fields: string, body = ''): string => `---\n${fields}\n---\n${body}`

test.each<[why: string, files: Files, said: string[]]>([
  ['an unknown key', courseWith('summary:', 'author: 我\nsummary:'), ['course.md 第 8 行：不认识字段 author']],
  ['no title', courseWith('title: 毛笔十日\n', ''), ['course.md 第 2 行：缺少 title（课程名）']],
  ['an empty title', courseWith('毛笔十日', ''), ['course.md 第 2 行：title（课程名）是空的']],
  ['a title too long', courseWith('毛笔十日', '长'.repeat(256)), ['course.md 第 2 行：title（课程名）最多 255 个字']],
  [
    'a price in words',
    courseWith('9.9', '九块九'),
    ['course.md 第 4 行：price（价格）要写成元，例如 9.9，免费写 0：九块九'],
  ],
  [
    'a price in powers',
    courseWith('9.9', '1e2'),
    ['course.md 第 4 行：price（价格）要写成元，例如 9.9，免费写 0：1e2'],
  ],
  ['a negative price', courseWith('9.9', '-1'), ['course.md 第 4 行：price（价格）不能是负数：-1']],
  ['three decimals', courseWith('9.9', '9.999'), ['course.md 第 4 行：price（价格）最多两位小数：9.999']],
  ['a price too high', courseWith('9.9', '100000.01'), ['course.md 第 4 行：price（价格）最多 100000 元：100000.01']],
  [
    'an unknown form',
    courseWith('series', 'serial'),
    ['course.md 第 7 行：form（形式）只能是 single、series、column 之一'],
  ],
  [
    'tags as one text',
    courseWith('[书法, 入门]', '书法'),
    ['course.md 第 6 行：tags（标签）要写成列表，例如 [国画, 入门]'],
  ],
  [
    'the same key twice',
    courseWith('form:', 'price: 1\nform:'),
    ['course.md 第 7 行：YAML 格式有误：同一个字段写了两次（DUPLICATE_KEY）'],
  ],
  [
    'an open quote',
    courseWith('毛笔十日', '"毛笔十日'),
    ['course.md 第 2 行：YAML 格式有误：少了一个符号（引号、括号、冒号或换行）（MISSING_CHAR）'],
  ],
  ['a star', courseWith('毛笔十日', '**毛笔**'), ['course.md 第 2 行：YAML 格式有误：星号开头的文字请加引号（ALIAS）']],
  [
    'a sign',
    courseWith('毛笔十日', '@毛笔'),
    ['course.md 第 2 行：YAML 格式有误：符号开头的文字请加引号（BAD_SCALAR_START）'],
  ],
  [
    'text for fields',
    brushWith({ 'quiz.yaml': 'questions: [毛笔]' }),
    ['quiz.yaml 第 1 行：这里要写字段，一行一个「名字: 内容」'],
  ],
  ['no questions', brushWith({ 'quiz.yaml': 'questions:' }), ['quiz.yaml 第 1 行：缺少 questions（题目列表）']],
  [
    'no fields at all',
    brushWith({ 'course.md': '# 毛笔\n' }),
    ['course.md 第 1 行：第一行要是 ---，下面写字段，再用一行 --- 结束'],
  ],
  [
    'fields without end',
    brushWith({ 'course.md': '---\ntitle: 毛笔\n' }),
    ['course.md 第 1 行：开头的字段没有用一行 --- 结束'],
  ],
  [
    'not UTF-8',
    brushWith({ 'course.md': Buffer.from([0xc3, 0xab, 0xb1, 0xca]) }),
    ['course.md：文件不是 UTF-8 编码，请用 UTF-8 另存一次'],
  ],
  ['a missing cover', brushWith({ 'cover.png': null }), ['course.md 第 9 行：找不到图片 cover.png']],
  [
    'a missing picture',
    courseWith('pictures/brush.png', 'pictures/ink.png'),
    ['course.md 第 15 行：找不到图片 pictures/ink.png'],
  ],
  [
    'a path outside',
    courseWith('pictures/brush.png', '../../etc/x.png'),
    ['course.md 第 15 行：路径 ../../etc/x.png 到课程文件夹外面去了'],
  ],
  [
    'a picture over http',
    courseWith('pictures/brush.png', 'http://a.cn/x.png'),
    ['course.md 第 15 行：图片地址要用 https 或课程文件夹里的文件：http://a.cn/x.png'],
  ],
  [
    'a picture that is none',
    brushWith({ 'cover.png': 'hello' }),
    ['course.md 第 9 行：cover.png 的内容不是 .png 格式'],
  ],
  [
    'missing media',
    brushWith({ 'media/hold.mp4': null }),
    ['lessons/01-hold.md 第 4 行：找不到媒体文件 media/hold.mp4'],
  ],
  ['empty media', brushWith({ 'media/hold.mp4': '' }), ['lessons/01-hold.md 第 4 行：media/hold.mp4 是空文件']],
  [
    'sound called film',
    brushWith({ 'media/hold.mp4': mp3(3) }),
    ['lessons/01-hold.md 第 4 行：media/hold.mp4 的内容不是 .mp4 格式'],
  ],
  [
    'film without pictures',
    brushWith({ 'media/hold.mp4': mp4(3, 'soun') }),
    ['lessons/01-hold.md 第 4 行：media/hold.mp4 里没有画面'],
  ],
  [
    'film cut off',
    brushWith({ 'media/hold.mp4': mp4(20).subarray(0, -9) }),
    ['lessons/01-hold.md 第 4 行：media/hold.mp4 读不出时长，文件可能坏了或没有传完'],
  ],
  [
    'film in an audio lesson',
    brushWith({ 'lessons/02-rhythm.md': lesson('title: 节奏\nkind: audio\nmedia: media/hold.mp4') }),
    ['lessons/02-rhythm.md 第 4 行：media/hold.mp4 不能用作音频，可以用 .m4a、.mp3'],
  ],
  [
    'no media named',
    brushWith({ 'lessons/02-rhythm.md': lesson('title: 节奏\nkind: audio') }),
    ['lessons/02-rhythm.md 第 2 行：视频课、音频课和文档课要写 media（媒体文件）'],
  ],
  [
    'an empty article',
    brushWith({ 'lessons/05-永.md': lesson('title: 永\nkind: article', '\n \n') }),
    ['lessons/05-永.md 第 5 行：这节课没有正文'],
  ],
  [
    'a wrong yes',
    brushWith({ 'lessons/05-永.md': lesson('title: 永\nkind: article\nfree: 是', '文') }),
    ['lessons/05-永.md 第 4 行：free（是或否）只能是 true、false 之一'],
  ],
  [
    'a wrong duration',
    brushWith({ 'lessons/05-永.md': lesson('title: 永\nkind: article\nduration: 1:70', '文') }),
    ['lessons/05-永.md 第 4 行：duration（时长）要写成秒数或 分:秒，例如 95 或 1:35'],
  ],
  [
    'a number taken',
    brushWith({ 'lessons/2-再来.md': lesson('title: 再\nkind: article', '文') }),
    ['lessons/2-再来.md：编号和 lessons/02-rhythm.md 重复'],
  ],
  [
    'no number',
    brushWith({ 'lessons/后记.md': lesson('title: 再\nkind: article', '文') }),
    ['lessons/后记.md：文件名要以编号开头，像 01-名字.md'],
  ],
  [
    'no lessons',
    { 'course.md': BRUSH['course.md'] ?? '', 'cover.png': PNG, 'pictures/brush.png': PNG },
    ['lessons：缺少 lessons 文件夹，每节课在里面是一个 01-名字.md'],
  ],
  [
    'a chapter that is no chapter',
    brushWith({ 'lessons/01-hold.md': lesson('title: 握笔\nkind: video\nmedia: media/hold.mp4\nchapters:\n  - 开头') }),
    ['lessons/01-hold.md 第 6 行：chapters（章节）的每一行要写成 分:秒 名字，像 1:35 运笔'],
  ],
  [
    'chapters out of order and beyond the end',
    brushWith({
      'lessons/01-hold.md': lesson(
        'title: 握笔\nkind: video\nmedia: media/hold.mp4\nchapters:\n  - 0:10 后\n  - 0:05 前\n  - 0:20 完',
      ),
    }),
    ['lessons/01-hold.md 第 7 行：章节「前」要在前一章之后', 'lessons/01-hold.md 第 8 行：章节「完」在结束以后'],
  ],
  [
    'chapters of an article',
    brushWith({ 'lessons/05-永.md': lesson('title: 永\nkind: article\nchapters: [0:00 永]', '文') }),
    ['lessons/05-永.md 第 4 行：只有视频课和音频课可以有 chapters（章节）'],
  ],
  [
    'two films that are not the same film',
    brushWith({
      'media/other.mp4': mp4(60),
      'lessons/01-hold.md': lesson('title: 握笔\nkind: video\nmedia:\n  720p: media/hold.mp4\n  480p: media/other.mp4'),
    }),
    ['lessons/01-hold.md 第 4 行：480p 和 720p 的时长不一样，不像同一段视频'],
  ],
  [
    'a sound in two qualities',
    brushWith({ 'lessons/02-rhythm.md': lesson('title: 节奏\nkind: audio\nmedia:\n  720p: media/rhythm.mp3') }),
    ['lessons/02-rhythm.md 第 4 行：只有视频课可以有几种清晰度'],
  ],
  [
    'a quality nobody knows',
    brushWith({ 'lessons/01-hold.md': lesson('title: 握笔\nkind: video\nmedia:\n  4k: media/hold.mp4') }),
    ['lessons/01-hold.md 第 5 行：不认识字段 4k'],
  ],
  [
    'a document that is broken',
    brushWith({
      'media/book.pdf': '%PDF-1.4 cut off',
      'lessons/01-hold.md': lesson('title: 握笔\nkind: document\nmedia: media/book.pdf'),
    }),
    ['lessons/01-hold.md 第 4 行：media/book.pdf 读不出页面，文件可能坏了或没有传完'],
  ],
  [
    'a document that says how long it takes',
    brushWith({
      'media/book.pdf': HANDBOOK,
      'lessons/01-hold.md': lesson('title: 握笔\nkind: document\nmedia: media/book.pdf\nduration: 5:00'),
    }),
    ['lessons/01-hold.md 第 5 行：文档课（document）的时长按页算，不用写 duration'],
  ],
  [
    'files that are not there, outside, of no kind that goes with a lesson, empty, or not what they say',
    brushWith({
      'files/run.exe': 'MZ',
      'files/none.txt': '',
      'files/paper.pdf': 'not one',
      'files/a/纸.txt': '1',
      'files/b/纸.TXT': '2',
      'lessons/01-hold.md': lesson(
        `title: 握笔\nkind: video\nmedia: media/hold.mp4\nfiles:\n${['gone.pdf', '../up.pdf', 'files/run.exe', 'files/none.txt', 'files/paper.pdf', 'files/a/纸.txt', 'files/b/纸.TXT'].map((path) => `  - ${path}`).join('\n')}`,
      ),
    }),
    [
      'lessons/01-hold.md 第 6 行：找不到附件 gone.pdf',
      'lessons/01-hold.md 第 7 行：路径 ../up.pdf 到课程文件夹外面去了',
      'lessons/01-hold.md 第 8 行：files/run.exe 不能用作附件，可以用 pdf、doc、docx、txt、md、xls、xlsx、csv、ppt、pptx、png、jpg、jpeg、gif、webp、mp3、m4a、wav、mp4、zip',
      'lessons/01-hold.md 第 9 行：files/none.txt 是空文件',
      'lessons/01-hold.md 第 10 行：files/paper.pdf 的内容不是 .pdf 格式',
      'lessons/01-hold.md 第 12 行：两个附件同名：纸.TXT',
    ],
  ],
  ['neither course nor book', { 'notes.txt': '' }, ['.：这里没有 course.md，也没有带目录的 README.md']],
])('%s is said with its line', async (_why, files, said) => {
  expect(await saidOf(await folderWith(files))).toEqual(said)
})

test('a document that may also be taken along is its pages, and itself', async () => {
  const read = await readCourseFolder(
    await folderWith(
      brushWith({
        'media/book.pdf': HANDBOOK,
        'lessons/01-hold.md': lesson('title: 握笔\nkind: document\nmedia: media/book.pdf\nfiles: [media/book.pdf]'),
      }),
    ),
  )
  if ('mistakes' in read) throw new Error(read.mistakes.map(sayMistake).join())
  const [hold] = read.course.lessons
  expect(hold?.attachments).toEqual([{ name: 'book.pdf', path: 'media/book.pdf', bytes: HANDBOOK.length }])
  expect(read.attachments).toEqual([{ path: 'media/book.pdf', contentType: 'application/pdf', bytes: HANDBOOK.length }])
  expect(read.media.find(({ path }) => path === 'media/book.pdf')?.pages).toHaveLength(6)
  const stored = { fileIds: new Map(), pages: new Map(), attached: new Map([['media/book.pdf', 'cloud://a.b/book']]) }
  expect(handedIn(read.course, stored).lessons[0]).toMatchObject({
    mediaFileId: null,
    attachments: [{ name: 'book.pdf', fileId: 'cloud://a.b/book', bytes: HANDBOOK.length }],
  })
})

test('a film in two qualities with chapters, and a document by its pages', async () => {
  const read = await readCourseFolder(
    await folderWith(
      brushWith({
        'media/small.mp4': mp4(20),
        'media/book.pdf': HANDBOOK,
        'lessons/01-hold.md': lesson(
          'title: 握笔\nkind: video\nmedia:\n  480p: media/small.mp4\n  720p: media/hold.mp4\nchapters:\n  - 0:00 拿\n  - 0:12 握稳',
        ),
        'lessons/02-rhythm.md': lesson('title: 手册\nkind: document\nmedia: media/book.pdf'),
      }),
    ),
  )
  if ('mistakes' in read) throw new Error(read.mistakes.map(sayMistake).join('\n'))
  const [film, book] = read.course.lessons
  expect(film).toMatchObject({
    media: 'media/hold.mp4',
    renditions: [
      { quality: '720p', media: 'media/hold.mp4' },
      { quality: '480p', media: 'media/small.mp4' },
    ],
    chapters: [
      { at: 0, title: '拿' },
      { at: 12, title: '握稳' },
    ],
  })
  const pages = read.media.find(({ path }) => path === 'media/book.pdf')?.pages ?? []
  expect(pages).toHaveLength(6)
  expect(pages[0]).toMatchObject({ width: 1440, height: 1921 })
  expect(book?.durationSeconds).toBe(pages.reduce((sum, { seconds }) => sum + seconds, 0))
})

test('wrong questions are said one by one', async () => {
  const quiz = `questions:
  - kind: single
    text: 第一笔
    options: [横, 点]
    answer: C
  - kind: multiple
    text: 哪些
    options: [提]
    answer: [A, A]
    hint: 想想
  - kind: judge
    text: 对吗
    options: [对, 错]
    answer: 对
  - kind: essay
    answer: A
`
  expect(await saidOf(await folderWith(brushWith({ 'quiz.yaml': quiz })))).toEqual([
    'quiz.yaml 第 5 行：答案超出选项：一共 2 个选项，A 是第一个',
    'quiz.yaml 第 8 行：至少要有两个 options（选项）',
    'quiz.yaml 第 9 行：同一个答案写了两次',
    'quiz.yaml 第 10 行：不认识字段 hint',
    'quiz.yaml 第 13 行：判断题（judge）不用写 options',
    'quiz.yaml 第 14 行：判断题的答案只能是 true 或 false',
    'quiz.yaml 第 15 行：kind（题型）只能是 single、multiple、judge 之一',
    'quiz.yaml 第 15 行：缺少 text（题目）',
  ])
})

test('every mistake of a folder is said at once, in reading order', async () => {
  const files = brushWith({
    'course.md': '---\ntitle: 毛笔\nprice: -3\nauthor: 我\ncover: none.png\n---\n\n![x](../x.png)\n',
    'lessons/01-hold.md': lesson('kind: video\nmedia: media/none.mp4', '\n![y](y.png)\n'),
    'lessons/02-rhythm.md': lesson('title: 节奏\nkind: audio\nmedia: /etc/passwd'),
    'quiz.yaml': 'questions:\n  - kind: judge\n     text: 缩进\n',
  })
  expect(await saidOf(await folderWith(files))).toEqual([
    'course.md 第 2 行：缺少 teacher（老师）',
    'course.md 第 2 行：缺少 category（分类）',
    'course.md 第 2 行：缺少 summary（一句话介绍）',
    'course.md 第 3 行：price（价格）不能是负数：-3',
    'course.md 第 4 行：不认识字段 author',
    'course.md 第 5 行：找不到图片 none.png',
    'course.md 第 8 行：路径 ../x.png 到课程文件夹外面去了',
    'lessons/01-hold.md 第 2 行：缺少 title（标题）',
    'lessons/01-hold.md 第 3 行：找不到媒体文件 media/none.mp4',
    'lessons/01-hold.md 第 6 行：找不到图片 y.png',
    'lessons/02-rhythm.md 第 4 行：路径 /etc/passwd 到课程文件夹外面去了',
    'quiz.yaml 第 2 行：YAML 格式有误：字段要一行一个，含冒号的文字请加引号（BLOCK_AS_IMPLICIT_KEY）',
  ])
})

test('a link out of the folder is not followed', async () => {
  const folder = await folderWith(brushWith({ 'media/hold.mp4': null }))
  await writeFile(join(dirname(folder), 'secret.mp4'), mp4(3))
  await mkdir(join(folder, 'media'), { recursive: true })
  await symlink(join(dirname(folder), 'secret.mp4'), join(folder, 'media/hold.mp4'))
  expect(await saidOf(folder)).toEqual(['lessons/01-hold.md 第 4 行：路径 media/hold.mp4 到课程文件夹外面去了'])
})

test('a folder that is not there is said', async () => {
  expect(await saidOf('/nowhere/brush')).toEqual(['/nowhere/brush：找不到这个文件夹'])
})
