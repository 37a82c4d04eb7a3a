// Before any module, whatever the order in which the chunks of the page run: zod reads this when it is loaded. The host's
// CSP allows no eval, and zod would compile its object schemas by one.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } })
