import { demoUnderTest } from '../conformance/demo-under-test.ts';
import { otherUnderTest } from '../conformance/other-under-test.ts';
import { describeShopPort } from '../conformance/shop-port.ts';

describeShopPort('the demo’s, in our own database', demoUnderTest);
describeShopPort('one in another process', otherUnderTest);
for (const kind of ['drop_before', 'drop_after', 'cut', 'error', 'error_after'] as const)
  describeShopPort(`one in another process, each first sending ends in ${kind}`, () => otherUnderTest(kind));
