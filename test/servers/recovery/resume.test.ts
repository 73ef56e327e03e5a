import { testLossOfTemporal } from '../../support/temporal-lost.ts';

testLossOfTemporal(false);
