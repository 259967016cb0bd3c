import type { Plugin } from 'esbuild'
import { TmplGroup } from 'glass-easel-template-compiler'

/** Gives the browser runtime the compiler's own template helpers as the module `template-runtime`. */
export function runtimePlugin(): Plugin {
  return {
    name: 'template-runtime',
    setup(build) {
      build.onResolve({ filter: /^template-runtime$/ }, ({ path }) => ({ path, namespace: 'template-runtime' }))
      build.onLoad({ filter: /.*/, namespace: 'template-runtime' }, () => ({
        contents: templateRuntime(),
        loader: 'js',
      }))
    },
  }
}

function templateRuntime(): string {
  const group = new TmplGroup()
  group.addScript('_', '')
  const code = group.getRuntimeString()
  group.free()
  return `${code}\nexport { X, Y, Z, P, Q, D };`
}
