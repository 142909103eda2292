// The claims about the deal: the money, the stake, the valuation, and what the articles make of it.

// Meta puts money into Scale AI.
UNWIND [
  {claim: 'c001', article: 'art_000', amount: 14300000000, currency: 'USD', amount_text: '$14.3B', where: 'headline'},
  {claim: 'c002', article: 'art_000', amount: 14300000000, currency: 'USD', amount_text: '$14.3 Billion',
   where: 'second headline'},
  {claim: 'c003', article: 'art_000', amount: 14300000000, currency: 'USD', amount_text: 'around $14.3 billion',
   stake_pct: 49, voting: false, hedge: 'reportedly; around'},
  {claim: 'c004', article: 'art_000', amount: 14300000000, amount_max: 15000000000, currency: 'USD',
   amount_text: 'approximately $14.3 billion to $15 billion', hedge: 'reported; approximately; range'},
  {claim: 'c005', article: 'art_000', amount: 14300000000, amount_max: 15000000000, currency: 'USD', where: 'FAQ',
   hedge: 'reports indicate; approximately; range'},
  {claim: 'c006', article: 'art_000', amount: 14300000000, currency: 'USD', hedge: 'reported'},
  {claim: 'c090', article: 'art_001', amount: 14300000000, currency: 'USD', where: 'headline'},
  {claim: 'c091', article: 'art_001', amount: 14300000000, currency: 'USD'},
  {claim: 'c175', article: 'art_002', amount: 14300000000, currency: 'USD', stake_pct: 49},
  {claim: 'c176', article: 'art_002', amount: 14300000000, currency: 'USD', where: 'heading'},
  {claim: 'c234', article: 'art_003', amount: 14300000000, currency: 'USD', stake_pct: 49,
   defect: "the buyer's name is missing from this sentence; the sentence before names Meta", hedge: 'approximately'},
  {claim: 'c236', article: 'art_003', amount_text: 'substantial (no sum here)'},
  {claim: 'c269', article: 'art_004', amount: 14300000000, currency: 'USD', stake_pct: 49,
   hedge: 'industry reports suggest; approximately'}
] AS said
MATCH (subject:Entity {id: 'meta'}), (object:Entity {id: 'scale_ai'})
CREATE (subject)-[claim:invested_in]->(object)
SET claim = said;

// The share Meta gets for it. Only one article says that it carries no votes.
UNWIND [
  {claim: 'c009', article: 'art_000', stake_pct: 49, voting: false},
  {claim: 'c010', article: 'art_000', stake_pct: 49, voting: false, where: 'FAQ', hedge: 'reportedly'},
  {claim: 'c011', article: 'art_000', stake_text: 'significant minority stake'},
  {claim: 'c119', article: 'art_001', stake_pct: 49, amount: 14300000000, currency: 'USD'},
  {claim: 'c177', article: 'art_002', stake_pct: 49, control: 'significant influence, not full control'},
  {claim: 'c235', article: 'art_003', stake_pct: 49, stake_text: 'significant stake'},
  {claim: 'c270', article: 'art_004', stake_pct: 49, hedge: 'industry reports suggest; about'}
] AS said
MATCH (subject:Entity {id: 'meta'}), (object:Entity {id: 'scale_ai'})
CREATE (subject)-[claim:holds_stake_in]->(object)
SET claim = said;

// A negative fact has a type of its own, so that nobody reads it as a positive one.
MATCH (subject:Entity {id: 'meta'}), (object:Entity {id: 'scale_ai'})
CREATE (subject)-[:lacks_board_seat_at {claim: 'c120', article: 'art_001'}]->(object);

// What say the stake gives Meta.
UNWIND [
  {claim: 'c178', article: 'art_002', role: 'substantial influence'},
  {claim: 'c179', article: 'art_002', role: 'major stakeholder and partner'}
] AS said
MATCH (subject:Entity {id: 'meta'}), (object:Entity {id: 'scale_ai'})
CREATE (subject)-[claim:has_influence_in]->(object)
SET claim = said;

MATCH (subject:Entity {id: 'meta'})
CREATE (subject)-[:has_influence_in {claim: 'c050', article: 'art_000', where: 'FAQ'}]->
       (:Value {text: 'AI data supply chain'});

// What else Meta gets.
UNWIND [
  {claim: 'c049', article: 'art_000'},
  {claim: 'c217', article: 'art_002', role: 'access to labeling infrastructure'},
  {claim: 'c262', article: 'art_003', role: 'direct access'}
] AS said
MATCH (subject:Entity {id: 'meta'}), (object:Entity {id: 'scale_ai'})
CREATE (subject)-[claim:has_preferred_access_to]->(object)
SET claim = said;

// Meta and Scale AI as partners.
UNWIND [
  {claim: 'c048', article: 'art_000', status: 'existing relationship, deepened'},
  {claim: 'c087', article: 'art_000', for: 'producing and labeling training data'},
  {claim: 'c218', article: 'art_002'},
  {claim: 'c256', article: 'art_003', status: 'existing partnership, deepened'}
] AS said
MATCH (subject:Entity {id: 'meta'}), (object:Entity {id: 'scale_ai'})
CREATE (subject)-[claim:partner_of]->(object)
SET claim = said;

// The same money, seen from Scale AI.
UNWIND [
  {said: {claim: 'c007', article: 'art_000', hedge: 'over'},
   value: {text: 'over $14 billion', amount: 14000000000, currency: 'USD', bound: 'lower'}},
  {said: {claim: 'c008', article: 'art_000', where: 'FAQ', hedge: 'over'},
   value: {text: 'over $14 billion', amount: 14000000000, currency: 'USD', bound: 'lower'}},
  {said: {claim: 'c180', article: 'art_002'},
   value: {text: '$14.3 billion in fresh capital', amount: 14300000000, currency: 'USD'}}
] AS row
MATCH (subject:Entity {id: 'scale_ai'})
CREATE (subject)-[claim:received_capital]->(value:Value)
SET claim = row.said, value = row.value;

// What Scale AI is worth: at the deal, and (event round_2024) at the funding round before.
UNWIND [
  {said: {claim: 'c016', article: 'art_000', hedge: 'reportedly; over'},
   value: {text: 'over $29 billion', amount: 29000000000, currency: 'USD', bound: 'lower'}},
  {said: {claim: 'c017', article: 'art_000', hedge: 'effectively; over'},
   value: {text: 'over $29 billion', amount: 29000000000, currency: 'USD', bound: 'lower'}},
  {said: {claim: 'c018', article: 'art_000', where: 'FAQ', hedge: 'implies; over'},
   value: {text: 'over $29 billion', amount: 29000000000, currency: 'USD', bound: 'lower'}},
  {said: {claim: 'c098', article: 'art_001'}, value: {text: '$29 billion', amount: 29000000000, currency: 'USD'}},
  {said: {claim: 'c128', article: 'art_001', date: '2024-05', event: 'round_2024', hedge: 'nearly'},
   value: {text: 'nearly $14 billion', amount: 14000000000, currency: 'USD', bound: 'upper'}},
  {said: {claim: 'c173', article: 'art_002'}, value: {text: '$29 billion', amount: 29000000000, currency: 'USD'}},
  {said: {claim: 'c174', article: 'art_002'}, value: {text: '$29 billion', amount: 29000000000, currency: 'USD'}},
  {said: {claim: 'c233', article: 'art_003'}, value: {text: '$29 billion', amount: 29000000000, currency: 'USD'}},
  {said: {claim: 'c258', article: 'art_003', event: 'round_2024', date_text: 'previous funding round'},
   value: {text: '$13.8 billion', amount: 13800000000, currency: 'USD'}},
  {said: {claim: 'c274', article: 'art_004', hedge: 'reportedly'},
   value: {text: '$29 billion', amount: 29000000000, currency: 'USD'}},
  {said: {claim: 'c295', article: 'art_004', event: 'round_2024', date_text: 'in the previous year'},
   value: {text: '$13.8 billion', amount: 13800000000, currency: 'USD'}}
] AS row
MATCH (subject:Entity {id: 'scale_ai'})
CREATE (subject)-[claim:valued_at]->(value:Value)
SET claim = row.said, value = row.value;

// How the valuation grew.
MATCH (subject:Entity {id: 'scale_ai'})
CREATE (subject)-[:valuation_change {claim: 'c296', article: 'art_004'}]->(:Value {text: 'doubles', factor: 2});

// What the earlier round brought.
UNWIND [
  {said: {claim: 'c259', article: 'art_003', event: 'round_2024'},
   value: {text: '$1 billion', amount: 1000000000, currency: 'USD'}},
  {said: {claim: 'c292', article: 'art_004', event: 'round_2024', date_text: 'in the previous year'},
   value: {text: '$1 billion', amount: 1000000000, currency: 'USD'}}
] AS row
MATCH (subject:Entity {id: 'scale_ai'})
CREATE (subject)-[claim:raised]->(value:Value)
SET claim = row.said, value = row.value;

// The earlier round.
UNWIND [
  {claim: 'c162', article: 'art_001', date: '2024-05'},
  {claim: 'c263', article: 'art_003', date_text: 'previous'},
  {claim: 'c303', article: 'art_004', date_text: 'in the previous year'}
] AS said
MATCH (subject:Entity {id: 'round_2024'}), (object:Entity {id: 'scale_ai'})
CREATE (subject)-[claim:funding_round_of]->(object)
SET claim = said;

// Who put money in before. Every list in the articles is an open one.
UNWIND [
  {subject: 'accel',  said: {claim: 'c023', article: 'art_000', role: 'early investor'}},
  {subject: 'nvidia',
   said: {claim: 'c129', article: 'art_001', date: '2024-05', event: 'round_2024', hedge: '"companies like"'}},
  {subject: 'amazon',
   said: {claim: 'c130', article: 'art_001', date: '2024-05', event: 'round_2024', hedge: '"companies like"'}},
  {subject: 'meta',
   said: {claim: 'c131', article: 'art_001', date: '2024-05', event: 'round_2024', hedge: '"companies like"'}},
  {subject: 'amazon',
   said: {claim: 'c293', article: 'art_004', event: 'round_2024', date_text: 'in the previous year',
          hedge: '"including"'}},
  {subject: 'meta',
   said: {claim: 'c294', article: 'art_004', event: 'round_2024', date_text: 'in the previous year',
          hedge: '"including"'}}
] AS row
MATCH (subject:Entity {id: row.subject}), (object:Entity {id: 'scale_ai'})
CREATE (subject)-[claim:backed]->(object)
SET claim = row.said;

// Wang and his investors.
MATCH (subject:Entity {id: 'alexandr_wang'})
CREATE (subject)-[:raised_money_from {claim: 'c160', article: 'art_001'}]->(:Value {text: 'top investors (unnamed)'});

// Who is paid out.
MATCH (subject:Entity {id: 'accel'}), (object:Entity {id: 'deal_2025'})
CREATE (subject)-[:receives_payout_from {claim: 'c024', article: 'art_000', amount_text: 'significant payouts (no sum)',
                                         hedge: 'expected'}]->(object);

// Who may cash out, without names.
UNWIND [
  {said: {claim: 'c022', article: 'art_000'}, value: {text: "Scale's existing shareholders and employees"}},
  {said: {claim: 'c237', article: 'art_003'}, value: {text: 'existing investors and shareholders'}},
  {said: {claim: 'c283', article: 'art_004'}, value: {text: 'investors and stakeholders (reward)'}}
] AS row
MATCH (subject:Entity {id: 'deal_2025'})
CREATE (subject)-[claim:gives_liquidity_to]->(value:Value)
SET claim = row.said, value = row.value;

// Revenue.
MATCH (subject:Entity {id: 'scale_ai'})
CREATE (subject)-[:revenue {claim: 'c212', article: 'art_002', date: '2024'}]->
       (:Value {text: '"impressive numbers" in 2024 (no figure)'});

// What Scale AI may do with the money.
UNWIND [
  {said: {claim: 'c077', article: 'art_000', hedge: 'can; potentially'},
   value: {text: 'R&D, products beyond labeling, global infrastructure, acquisitions'}},
  {said: {claim: 'c223', article: 'art_002', hedge: 'could'},
   value: {text: 'R&D, new markets, talent, international expansion, new services'}},
  {said: {claim: 'c238', article: 'art_003'}, value: {text: 'growth and expansion; technology and talent'}}
] AS row
MATCH (subject:Entity {id: 'scale_ai'})
CREATE (subject)-[claim:may_spend_on]->(value:Value)
SET claim = row.said, value = row.value;

// The two sides of the deal.
UNWIND [
  {object: 'meta',     said: {claim: 'c088', article: 'art_000', role: 'investor'}},
  {object: 'scale_ai', said: {claim: 'c089', article: 'art_000', role: 'target'}},
  {object: 'meta',     said: {claim: 'c167', article: 'art_001', role: 'investor'}},
  {object: 'scale_ai', said: {claim: 'c168', article: 'art_001', role: 'target'}},
  {object: 'meta',     said: {claim: 'c231', article: 'art_002', role: 'investor'}},
  {object: 'scale_ai', said: {claim: 'c232', article: 'art_002', role: 'target'}},
  {object: 'meta',     said: {claim: 'c264', article: 'art_003', role: 'investor'}},
  {object: 'scale_ai', said: {claim: 'c265', article: 'art_003', role: 'target'}},
  {object: 'meta',     said: {claim: 'c304', article: 'art_004', role: 'investor'}},
  {object: 'scale_ai', said: {claim: 'c305', article: 'art_004', role: 'target'}}
] AS row
MATCH (subject:Entity {id: 'deal_2025'}), (object:Entity {id: row.object})
CREATE (subject)-[claim:has_party]->(object)
SET claim = row.said;

// What kind of deal it is.
UNWIND [
  {said: {claim: 'c012', article: 'art_000', voting: false},
   value: {text: 'non-voting stake; no direct influence on board decisions or client engagements'}},
  {said: {claim: 'c013', article: 'art_000'}, value: {text: 'not a full acquisition'}},
  {said: {claim: 'c014', article: 'art_000'}, value: {text: 'strategic partnership, not a full acquisition'}},
  {said: {claim: 'c015', article: 'art_000', voting: false, where: 'FAQ', hedge: 'intended'},
   value: {text: 'stake is non-voting to keep operational independence'}},
  {said: {claim: 'c181', article: 'art_002'},
   value: {text: 'strategic investment; "isn\'t just another tech acquisition"'}},
  {said: {claim: 'c182', article: 'art_002'},
   value: {text: 'investment that preserves independence rather than outright acquisition'}},
  {said: {claim: 'c183', article: 'art_002'},
   value: {text: "to acquire Scale AI's technology, data capabilities and leadership"}}
] AS row
MATCH (subject:Entity {id: 'deal_2025'})
CREATE (subject)-[claim:deal_structure]->(value:Value)
SET claim = row.said, value = row.value;

// Why Meta did it.
UNWIND [
  {said: {claim: 'c113', article: 'art_001', hedge: 'reports suggest'},
   value: {text: 'to bring Alexandr Wang on board'}},
  {said: {claim: 'c114', article: 'art_001', hedge: 'hopes'},
   value: {text: "improve Meta's AI research and development"}},
  {said: {claim: 'c209', article: 'art_002'},
   value: {text: 'secure high-quality training data; catch up with OpenAI and Google'}},
  {said: {claim: 'c210', article: 'art_002', hedge: 'aims'},
   value: {text: 'enhance collaboration in data production for AI models'}},
  {said: {claim: 'c257', article: 'art_003', hedge: 'widely seen as'},
   value: {text: "accelerate Meta's own AI development"}},
  {said: {claim: 'c284', article: 'art_004', hedge: 'aims'},
   value: {text: 'strengthen access to high-quality labeled data'}},
  {said: {claim: 'c302', article: 'art_004'}, value: {text: "bolster Meta's AI research capabilities (Wang's move)"}}
] AS row
MATCH (subject:Entity {id: 'deal_2025'})
CREATE (subject)-[claim:reason]->(value:Value)
SET claim = row.said, value = row.value;

// How the deal ranks.
UNWIND [
  {said: {claim: 'c136', article: 'art_001'}, value: {text: "Meta's second-largest investment ever", number: 2}},
  {said: {claim: 'c208', article: 'art_002'}, value: {text: "Meta's most aggressive move yet to secure training data"}},
  {said: {claim: 'c219', article: 'art_002', date: '2025'}, value: {text: 'biggest shakeup of 2025 in AI'}}
] AS row
MATCH (subject:Entity {id: 'deal_2025'})
CREATE (subject)-[claim:rank]->(value:Value)
SET claim = row.said, value = row.value;

// What may go wrong.
UNWIND [
  {said: {claim: 'c076', article: 'art_000'},
   value: {text: 'competitive neutrality: a major competitor owns a significant stake in a key provider'}},
  {said: {claim: 'c156', article: 'art_001', hedge: 'some experts; might'},
   value: {text: "Meta could gain access to other companies' private data since Wang stays on the board"}},
  {said: {claim: 'c298', article: 'art_004', hedge: 'possibility'},
   value: {text: 'market consolidation makes it harder for smaller players'}}
] AS row
MATCH (subject:Entity {id: 'deal_2025'})
CREATE (subject)-[claim:risk]->(value:Value)
SET claim = row.said, value = row.value;

// What may follow.
UNWIND [
  {said: {claim: 'c078', article: 'art_000', hedge: 'could'},
   value: {text: "Wang's move could attract more AI talent to Meta"}},
  {said: {claim: 'c222', article: 'art_002'}, value: {text: 'competitors already respond with strategic initiatives'}},
  {said: {claim: 'c297', article: 'art_004', hedge: 'may; potentially'},
   value: {text: 'may inspire similar moves and consolidation'}}
] AS row
MATCH (subject:Entity {id: 'deal_2025'})
CREATE (subject)-[claim:expected_effect]->(value:Value)
SET claim = row.said, value = row.value;

// Where it is felt.
MATCH (subject:Entity {id: 'deal_2025'}), (object:Entity {id: 'silicon_valley'})
CREATE (subject)-[:affects {claim: 'c230', article: 'art_002'}]->(object);

// What the regulator makes of it.
MATCH (subject:Entity {id: 'deal_2025'})
CREATE (subject)-[:regulatory_status {claim: 'c137', article: 'art_001', hedge: 'unclear'}]->
       (:Value {text: 'unclear whether the FTC will scrutinise it'});
