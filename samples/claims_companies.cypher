// The claims about companies: what belongs to whom, who makes, serves, fights and sues whom.

// Parts and wholes. `name_in_article` keeps what the article calls the part.
UNWIND [
  {subject: 'meta_superintelligence', object: 'meta',
   said: {claim: 'c037', article: 'art_000', name_in_article: 'superintelligence lab', hedge: 'reports'}},
  {subject: 'meta_superintelligence', object: 'meta',
   said: {claim: 'c038', article: 'art_000', name_in_article: 'superintelligence initiatives'}},
  {subject: 'meta_ai_division',       object: 'meta',       said: {claim: 'c039', article: 'art_000'}},
  {subject: 'deepmind',               object: 'google',     said: {claim: 'c065', article: 'art_000'}},
  {subject: 'meta_superintelligence', object: 'meta',
   said: {claim: 'c112', article: 'art_001', name_in_article: 'superintelligence division', status: 'new',
          hedge: 'reports suggest'}},
  {subject: 'los_alamos',             object: 'new_mexico', said: {claim: 'c143', article: 'art_001'}},
  {subject: 'scale_ai_board',         object: 'scale_ai',   said: {claim: 'c163', article: 'art_001'}},
  {subject: 'meta_ai_initiatives',    object: 'meta',       said: {claim: 'c191', article: 'art_002'}},
  {subject: 'meta_superintelligence', object: 'meta',
   said: {claim: 'c247', article: 'art_003', name_in_article: 'superintelligence efforts'}}
] AS row
MATCH (subject:Entity {id: row.subject}), (object:Entity {id: row.object})
CREATE (subject)-[claim:part_of]->(object)
SET claim = row.said;

// What Meta owns …
UNWIND [
  {object: 'instagram', said: {claim: 'c071', article: 'art_000', hedge: '"products like"'}},
  {object: 'facebook',  said: {claim: 'c072', article: 'art_000', hedge: '"products like"'}},
  {object: 'facebook',  said: {claim: 'c092', article: 'art_001'}},
  {object: 'whatsapp',  said: {claim: 'c093', article: 'art_001'}}
] AS row
MATCH (subject:Entity {id: 'meta'}), (object:Entity {id: row.object})
CREATE (subject)-[claim:owns]->(object)
SET claim = row.said;

// … and what it bought.
UNWIND [
  {object: 'instagram', said: {claim: 'c134', article: 'art_001', hedge: 'within an FTC claim'}},
  {object: 'whatsapp',  said: {claim: 'c135', article: 'art_001', amount: 19000000000, currency: 'USD', date: '2014'}}
] AS row
MATCH (subject:Entity {id: 'meta'}), (object:Entity {id: row.object})
CREATE (subject)-[claim:acquired]->(object)
SET claim = row.said;

// Who makes what. Without names, the products are values.
UNWIND [
  {subject: 'meta',   object: 'llama_4', said: {claim: 'c073', article: 'art_000', hedge: '"such as"'}},
  {subject: 'google', object: 'gemini',  said: {claim: 'c105', article: 'art_001'}},
  {subject: 'openai', object: 'chatgpt', said: {claim: 'c106', article: 'art_001'}},
  {subject: 'meta',   object: 'llama',   said: {claim: 'c140', article: 'art_001'}},
  {subject: 'openai', object: 'chatgpt', said: {claim: 'c205', article: 'art_002'}}
] AS row
MATCH (subject:Entity {id: row.subject}), (object:Entity {id: row.object})
CREATE (subject)-[claim:developed]->(object)
SET claim = row.said;

UNWIND [
  {subject: 'deepmind', said: {claim: 'c066', article: 'art_000', hedge: '"tools like"'},
   value: {text: 'tools generating soundtracks from text prompt'}},
  {subject: 'scale_ai', said: {claim: 'c216', article: 'art_002'},
   value: {text: 'proprietary techniques for data accuracy, bias reduction, scaling'}}
] AS row
MATCH (subject:Entity {id: row.subject})
CREATE (subject)-[claim:developed]->(value:Value)
SET claim = row.said, value = row.value;

// Where a product comes from.
MATCH (subject:Entity {id: 'deepseek'}), (object:Entity {id: 'china'})
CREATE (subject)-[:from {claim: 'c107', article: 'art_001'}]->(object);

// Fields of work.
UNWIND [
  {subject: 'scale_ai', object: 'data_labeling',     said: {claim: 'c021', article: 'art_000'}},
  {subject: 'meta',     object: 'metaverse',         said: {claim: 'c069', article: 'art_000'}},
  {subject: 'meta',     object: 'superintelligence', said: {claim: 'c070', article: 'art_000', hedge: 'aiming'}},
  {subject: 'scale_ai', object: 'data_labeling',     said: {claim: 'c094', article: 'art_001'}},
  {subject: 'scale_ai', object: 'data_labeling',     said: {claim: 'c211', article: 'art_002'}},
  {subject: 'scale_ai', object: 'data_labeling',     said: {claim: 'c229', article: 'art_002'}},
  {subject: 'scale_ai', object: 'data_labeling',     said: {claim: 'c251', article: 'art_003'}},
  {subject: 'scale_ai', object: 'data_labeling',     said: {claim: 'c273', article: 'art_004'}}
] AS row
MATCH (subject:Entity {id: row.subject}), (object:Entity {id: row.object})
CREATE (subject)-[claim:works_in]->(object)
SET claim = row.said;

// Rivals: companies, and in one article their products.
UNWIND [
  {object: 'google',    said: {claim: 'c060', article: 'art_000'}},
  {object: 'openai',    said: {claim: 'c061', article: 'art_000'}},
  {object: 'anthropic', said: {claim: 'c062', article: 'art_000'}},
  {object: 'openai',    said: {claim: 'c063', article: 'art_000', for: 'talent'}},
  {object: 'google',    said: {claim: 'c064', article: 'art_000', for: 'talent'}},
  {object: 'gemini',    said: {claim: 'c108', article: 'art_001', for: 'AI models', hedge: '"could compete with"'}},
  {object: 'chatgpt',   said: {claim: 'c109', article: 'art_001', for: 'AI models', hedge: '"could compete with"'}},
  {object: 'deepseek',  said: {claim: 'c110', article: 'art_001', for: 'AI models', hedge: '"could compete with"'}},
  {object: 'openai',    said: {claim: 'c203', article: 'art_002'}},
  {object: 'google',    said: {claim: 'c204', article: 'art_002'}},
  {object: 'google',    said: {claim: 'c287', article: 'art_004'}},
  {object: 'openai',    said: {claim: 'c288', article: 'art_004'}},
  {object: 'anthropic', said: {claim: 'c289', article: 'art_004'}}
] AS row
MATCH (subject:Entity {id: 'meta'}), (object:Entity {id: row.object})
CREATE (subject)-[claim:competes_with]->(object)
SET claim = row.said;

// Who is served by Scale AI.
UNWIND [
  {subject: 'google',                 said: {claim: 'c055', article: 'art_000'}},
  {subject: 'openai',                 said: {claim: 'c056', article: 'art_000'}},
  {subject: 'openai',                 said: {claim: 'c057', article: 'art_000', hedge: 'e.g.'}},
  {subject: 'anthropic',              said: {claim: 'c058', article: 'art_000', hedge: 'e.g.'}},
  {subject: 'google',                 said: {claim: 'c059', article: 'art_000', hedge: 'e.g.'}},
  {subject: 'scale_ai_other_clients', said: {claim: 'c158', article: 'art_001'}},
  {subject: 'openai',
   said: {claim: 'c253', article: 'art_003', hedge: 'historically; "companies like"'}},
  {subject: 'openai',                 said: {claim: 'c285', article: 'art_004', date_text: 'for years'}}
] AS row
MATCH (subject:Entity {id: row.subject}), (object:Entity {id: 'scale_ai'})
CREATE (subject)-[claim:customer_of]->(object)
SET claim = row.said;

// Who might turn away, and why.
UNWIND [
  {claim: 'c075', article: 'art_000', reason: 'a competitor owns a significant stake', hedge: 'might'},
  {claim: 'c157', article: 'art_001', reason: 'Wang stays on the board', hedge: 'might'}
] AS said
MATCH (subject:Entity {id: 'scale_ai_other_clients'}), (object:Entity {id: 'scale_ai'})
CREATE (subject)-[claim:may_leave]->(object)
SET claim = said;

// Whom Scale AI itself works for, what for, and with which means.
MATCH (subject:Entity {id: 'scale_ai'}), (object:Entity {id: 'us_government'})
CREATE (subject)-[:contractor_of {claim: 'c153', article: 'art_001', role: 'major contractor'}]->(object);

MATCH (subject:Entity {id: 'scale_ai'}), (object:Entity {id: 'chatgpt'})
CREATE (subject)-[:provides_data_for {claim: 'c127', article: 'art_001',
                                      hedge: '"systems like"; not said that ChatGPT itself is a customer'}]->(object);

UNWIND [
  {object: 'remotasks', said: {claim: 'c125', article: 'art_001', hedge: '"platforms like"'}},
  {object: 'outlier',   said: {claim: 'c126', article: 'art_001', hedge: '"platforms like"'}}
] AS row
MATCH (subject:Entity {id: 'scale_ai'}), (object:Entity {id: row.object})
CREATE (subject)-[claim:uses_platform]->(object)
SET claim = row.said;

// Staff and hiring.
MATCH (subject:Entity {id: 'scale_ai'})
CREATE (subject)-[:employs {claim: 'c124', article: 'art_001', hedge: 'about'}]->
       (:Value {text: 'about 1,500 employees', number: 1500});

MATCH (subject:Entity {id: 'scale_ai'})
CREATE (subject)-[:hires {claim: 'c254', article: 'art_003', reason: 'demand for high-quality data',
                          hedge: '"firms like"'}]->
       (:Value {text: 'PhD scientists and senior software engineers'});

MATCH (subject:Entity {id: 'scale_ai'})
CREATE (subject)-[:searches_for {claim: 'c197', article: 'art_002'}]->(:Value {text: 'a permanent CEO'});

// Troubles at Meta.
UNWIND [
  {said: {claim: 'c103', article: 'art_001', amount_text: 'many', date_text: 'recently'},
   value: {text: 'many of its employees'}},
  {
   said: {claim: 'c290', article: 'art_004', date_text: 'in the past year', data_source: 'SingalFire',
          hedge: 'indicated (data from SingalFire)'},
   value: {text: '4.3% of its top AI talent in the past year', percent: 4.3}}
] AS row
MATCH (subject:Entity {id: 'meta'})
CREATE (subject)-[claim:lost_talent]->(value:Value)
SET claim = row.said, value = row.value;

MATCH (subject:Entity {id: 'meta'})
CREATE (subject)-[:delayed {claim: 'c104', article: 'art_001', reason: 'employees left'}]->
       (:Value {text: 'release of new AI models'});

MATCH (subject:Entity {id: 'llama'})
CREATE (subject)-[:received_feedback {claim: 'c141', article: 'art_001', date_text: 'recently'}]->
       (:Value {text: 'negative, from developers'});

// Rivals react.
UNWIND [
  {subject: 'google',    said: {claim: 'c220', article: 'art_002', hedge: 'likely'}, value: {text: 'data strategy'}},
  {subject: 'microsoft', said: {claim: 'c221', article: 'art_002', hedge: 'likely'}, value: {text: 'data strategy'}}
] AS row
MATCH (subject:Entity {id: row.subject})
CREATE (subject)-[claim:likely_reassesses]->(value:Value)
SET claim = row.said, value = row.value;

// Scale AI stays on its own.
UNWIND [
  {said: {claim: 'c052', article: 'art_000'}, value: {text: 'keeps serving other clients'}},
  {said: {claim: 'c053', article: 'art_000'}, value: {text: 'independent and well-capitalized'}},
  {said: {claim: 'c214', article: 'art_002'}, value: {text: "can keep working with Meta's competitors"}},
  {said: {claim: 'c215', article: 'art_002'}, value: {text: 'despite the investment'}},
  {said: {claim: 'c239', article: 'art_003'}, value: {text: 'continues to work with various clients'}},
  {said: {claim: 'c240', article: 'art_003'}, value: {text: 'many clients are direct competitors to Meta'}},
  {said: {claim: 'c282', article: 'art_004'},
   value: {text: 'emphasized its continued status as an independent company'}}
] AS row
MATCH (subject:Entity {id: 'scale_ai'})
CREATE (subject)-[claim:remains_independent]->(value:Value)
SET claim = row.said, value = row.value;

MATCH (subject:Entity {id: 'scale_ai'})
CREATE (subject)-[:pledges {claim: 'c054', article: 'art_000'}]->
       (:Value {text: 'to continue serving all clients equally'});

// The trade as a whole.
UNWIND [
  {said: {claim: 'c286', article: 'art_004', date_text: 'recently'},
   value: {text: 'more competition among providers; hiring of senior engineers and PhDs'}},
  {said: {claim: 'c299', article: 'art_004', hedge: 'could'},
   value: {text: 'partnerships or strategic investments were previously rare in the sector'}}
] AS row
MATCH (subject:Entity {id: 'data_labeling'})
CREATE (subject)-[claim:trend]->(value:Value)
SET claim = row.said, value = row.value;

// The regulator and its suit.
MATCH (subject:Entity {id: 'ftc'}), (object:Entity {id: 'meta'})
CREATE (subject)-[:sued {claim: 'c132', article: 'art_001', date_text: 'in the past'}]->(object);

MATCH (subject:Entity {id: 'ftc_suit'}), (object:Entity {id: 'ftc'})
CREATE (subject)-[:filed_by {claim: 'c165', article: 'art_001', date_text: 'in the past'}]->(object);

MATCH (subject:Entity {id: 'ftc_suit'}), (object:Entity {id: 'meta'})
CREATE (subject)-[:against {claim: 'c166', article: 'art_001', date_text: 'in the past'}]->(object);

MATCH (subject:Entity {id: 'ftc_suit'})
CREATE (subject)-[:alleges {claim: 'c133', article: 'art_001', hedge: 'claim'}]->
       (:Value {text: 'illegal purchase of Instagram and WhatsApp to reduce competition'});
