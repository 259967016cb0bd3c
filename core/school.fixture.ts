import type { CourseDraft } from './contract/editCourse'

/** Two courses that tests live with. SPRING costs 199 yuan, its first lesson may be tried; WATER is free. */
export const SPRING: CourseDraft = {
  courseId: 'spring-ink',
  title: '春日水墨',
  summary: '从一支笔开始,画一枝杏花',
  description: '# 画一枝杏花\n\n三节课,一支笔。',
  audience: '零基础',
  teacher: { name: '林疏影', bio: '画了二十年花。' },
  fen: 19900,
  category: '书画',
  tags: ['水墨', '花卉'],
  form: 'series',
  coverFileId: null,
  lessons: [
    {
      lessonId: '01-brush',
      title: '一支笔',
      kind: 'video',
      free: true,
      durationSeconds: 100,
      mediaFileId: 'cloud://memory.files/spring/01.mp4',
      article: '',
    },
    {
      lessonId: '02-branch',
      title: '一枝',
      kind: 'audio',
      free: false,
      durationSeconds: 60,
      mediaFileId: 'cloud://memory.files/spring/02.m4a',
      article: '先听,再画。',
    },
    {
      lessonId: '03-blossom',
      title: '一朵',
      kind: 'article',
      free: false,
      durationSeconds: 40,
      mediaFileId: null,
      article: '## 五瓣\n\n![花](cloud://memory.files/spring/flower.png)',
    },
  ],
  quiz: [],
}

export const WATER: CourseDraft = {
  ...SPRING,
  courseId: 'water',
  title: '喝水的学问',
  summary: '一篇短文',
  teacher: { name: '周行', bio: '' },
  fen: 0,
  category: '生活',
  tags: ['健康'],
  form: 'single',
  lessons: [
    {
      lessonId: '01-why',
      title: '为什么要喝水',
      kind: 'article',
      free: true,
      durationSeconds: 30,
      mediaFileId: null,
      article: '因为渴。',
    },
  ],
}
