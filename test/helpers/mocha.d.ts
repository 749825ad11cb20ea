// Component tests run under Mocha, whose `describe` and `it` are globals; the other tests import theirs from Vitest.
import 'mocha';
