import * as z from 'zod';

// zod compiles a parser for each object that it meets, which pays after hundreds of parses; most runs are over before.
z.config({ jitless: true });
