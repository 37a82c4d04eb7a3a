import { config } from 'zod'

// Before any schema is made: the host's CSP allows no eval, and zod would compile its object schemas by one.
config({ jitless: true })
