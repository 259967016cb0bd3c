// @ts-check
import { desk } from '../desk.js'
import { h } from '../dom.js'
import { bytes, time } from '../format.js'
import { empty, heading, someOf, table } from '../pieces.js'
import { view } from '../view.js'
import { words } from '../words.js'

const said = words.files

export const files = view({
  async load() {
    const [all, { now }] = await Promise.all([desk.files(), desk.clock()])
    return { now, all: all.sort((a, b) => b.uploadedAt.localeCompare(a.uploadedAt)) }
  },
  render: ({ all, now }, tools) => [
    heading(words.views.files, said.lead),
    h(
      'div',
      { class: 'sheet' },
      all.length === 0
        ? empty(said.empty)
        : [
            h('p', { class: 'quiet' }, said.sum(all.length, bytes(all.reduce((sum, one) => sum + one.bytes, 0)))),
            someOf(all, tools, (shown) =>
              table(
                words.views.files,
                [
                  {
                    name: said.path,
                    class: 'first path',
                    cell: ({ path, url, fileID }) =>
                      h('a', { href: url, target: '_blank', rel: 'noopener noreferrer', title: fileID }, path),
                  },
                  { name: said.type, cell: ({ contentType }) => contentType },
                  { name: said.size, class: 'number', cell: (one) => bytes(one.bytes) },
                  { name: said.uploaded, cell: ({ uploadedAt }) => time(uploadedAt, now) },
                  {
                    name: said.digest,
                    cell: ({ sha256 }) => h('code', { title: sha256 }, sha256.slice(0, 12)),
                  },
                ],
                shown,
                ({ fileID }) => fileID,
              ),
            ),
          ],
    ),
  ],
})
