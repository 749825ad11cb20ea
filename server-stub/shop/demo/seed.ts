import type { Contact } from './tables.ts';

/** The goods on the shelves at the first start. One of them is the last of its kind, so that it can sell out. */
export const products = [
  {
    sku: 'kyusu',
    name: { ja: '常滑焼の急須', en: 'Tokoname teapot' },
    description: {
      ja: '朱泥の横手急須。細かな茶こしまで土でできています。320ml。',
      en: 'A side-handled pot in red clay, with a fine clay strainer. 320 ml.',
    },
    price: 6800,
    stock: 8,
  },
  {
    sku: 'sencha',
    name: { ja: '深蒸し煎茶', en: 'Deep-steamed sencha' },
    description: {
      ja: '静岡・牧之原の一番茶。まろやかで、冷茶にも。100g。',
      en: 'First flush from Makinohara, Shizuoka. Mellow, and good cold. 100 g.',
    },
    price: 1620,
    stock: 40,
  },
  {
    sku: 'yunomi',
    name: { ja: '萩焼の湯呑', en: 'Hagi tea cup' },
    description: {
      ja: '使うほどに色が育つ、登り窯の一点もの。180ml。',
      en: 'One of a kind from a climbing kiln; its colour deepens with use. 180 ml.',
    },
    price: 4850,
    stock: 1,
  },
  {
    sku: 'chazutsu',
    name: { ja: '桜皮の茶筒', en: 'Cherry-bark tea caddy' },
    description: {
      ja: '秋田・角館の樺細工。湿気をよせつけません。150g用。',
      en: 'Kabazaiku from Kakunodate, Akita. Keeps the damp out. Holds 150 g.',
    },
    price: 7200,
    stock: 5,
  },
  {
    sku: 'hojicha',
    name: { ja: '茎ほうじ茶', en: 'Roasted stem tea' },
    description: {
      ja: '加賀の棒茶。香ばしく、夜にもやさしい一杯。80g。',
      en: 'Roasted stems from Kaga. Toasty, and gentle in the evening. 80 g.',
    },
    price: 980,
    stock: 60,
  },
  {
    sku: 'tenugui',
    name: { ja: '注染の手ぬぐい', en: 'Hand-dyed tenugui' },
    description: {
      ja: '青海波の一枚。ふきんにも、器を包む布にも。',
      en: 'A cloth in the wave pattern, to dry cups or to wrap them.',
    },
    price: 1430,
    stock: 25,
  },
];

export const members: { id: string; contact: Contact }[] = [
  {
    id: 'member-1001',
    contact: {
      name: '山田 花子',
      email: 'hanako@example.com',
      phone: '090-1234-5678',
      country: 'JP',
      postal: '100-0001',
      address: '東京都千代田区千代田1-1 こだまハイツ201',
    },
  },
  {
    id: 'member-1002',
    contact: {
      name: 'Ken Sato',
      email: 'ken@example.com',
      phone: '080-9876-5432',
      country: 'JP',
      postal: '604-8571',
      address: '京都府京都市中京区寺町通1-2-3',
    },
  },
];
