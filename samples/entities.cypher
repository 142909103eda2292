// Who and what the articles speak of: one node for each, and one for each article. `aliases` are other names that the
// articles use, `mentioned_in` the articles that name it. Load this file before the claims.

CREATE INDEX entity_id IF NOT EXISTS FOR (e:Entity) ON (e.id);

// Companies, investors and the bodies and groups around them.
CREATE
  (:Entity:Company:Investor             {id: 'meta',                   name: 'Meta', aliases: ['Meta Platforms'],
                                         mentioned_in: ['art_000', 'art_001', 'art_002', 'art_003', 'art_004'],
                                         note: 'buyer of the stake, earlier backer, owner of Facebook and WhatsApp'}),
  (:Entity:Company:Startup:DataProvider {id: 'scale_ai',               name: 'Scale AI', aliases: ['Scale'],
                                         mentioned_in: ['art_000', 'art_001', 'art_002', 'art_003', 'art_004'],
                                         note: 'the company invested in; data labeling and annotation'}),
  (:Entity:Company                      {id: 'google',                 name: 'Google',
                                         mentioned_in: ['art_000', 'art_001', 'art_002', 'art_004'],
                                         note: 'rival of Meta, client of Scale AI, a past employer of Droege'}),
  (:Entity:Company:Lab                  {id: 'openai',                 name: 'OpenAI',
                                         mentioned_in: ['art_000', 'art_001', 'art_002', 'art_003', 'art_004'],
                                         note: 'rival of Meta, relies on Scale AI'}),
  (:Entity:Company:Lab                  {id: 'anthropic',              name: 'Anthropic',
                                         mentioned_in: ['art_000', 'art_004'],
                                         note: 'rival of Meta, served by Scale AI'}),
  (:Entity:Company                      {id: 'microsoft',              name: 'Microsoft',
                                         mentioned_in: ['art_000', 'art_002'],
                                         note: 'tech giant said to be reassessing its data strategy'}),
  (:Entity:Company:Investor             {id: 'nvidia',                 name: 'Nvidia', mentioned_in: ['art_001'],
                                         note: 'investor in the earlier round'}),
  (:Entity:Company:Investor             {id: 'amazon',                 name: 'Amazon',
                                         mentioned_in: ['art_001', 'art_004'], note: 'investor in the earlier round'}),
  (:Entity:Investor                     {id: 'accel',                  name: 'Accel', mentioned_in: ['art_000'],
                                         note: 'early investor in Scale AI'}),
  (:Entity:Organization:DataSource      {id: 'singalfire',             name: 'SingalFire', mentioned_in: ['art_004'],
                                         note: 'spelled so in the article that names it'}),
  (:Entity:Company                      {id: 'apple',                  name: 'Apple',
                                         mentioned_in: ['art_000', 'art_002'],
                                         note: 'named only in promotions on the pages'}),
  (:Entity:Company                      {id: 'perplexity',             name: 'Perplexity', mentioned_in: ['art_002'],
                                         note: 'named only in promotions on the pages'}),
  (:Entity:Body                         {id: 'scale_ai_board',         name: "Scale AI's board of directors",
                                         aliases: ['Scale AI board of directors', 'Scale AI’s board of directors',
                                                   'Scale AI’s board'], mentioned_in: ['art_000', 'art_001']}),
  (:Entity:Group:Company                {id: 'scale_ai_other_clients', name: 'Other AI companies that use Scale AI',
                                         aliases: ['Other AI companies'], mentioned_in: ['art_000', 'art_001'],
                                         note: 'unnamed'}),
  (:Entity:Group:Person                 {id: 'moving_staff',           name: 'Scale AI workers moving to Meta',
                                         aliases: ['a small group of its employees', 'a few of its workers'],
                                         mentioned_in: ['art_001'], note: 'unnamed'});

// Parts of companies. Whether Meta's superintelligence work is one unit or several, the articles do not say.
CREATE
  (:Entity:Division:Lab {id: 'meta_ai_division',       name: "Meta's AI division",
                         aliases: ['Meta’s AI division', 'Meta‘s AI division', 'Meta AI'],
                         mentioned_in: ['art_000', 'art_002']}),
  (:Entity:Division:Lab {id: 'meta_superintelligence', name: "Meta's superintelligence division",
                         aliases: ['superintelligence lab', 'superintelligence initiatives',
                                   'superintelligence efforts', 'superintelligence projects', 'superintelligence goal',
                                   '“superintelligence” division'],
                         mentioned_in: ['art_000', 'art_001', 'art_003', 'art_004']}),
  (:Entity:Programme    {id: 'meta_ai_initiatives',    name: "Meta's AI initiatives",
                         aliases: ["Meta's AI initiatives"], mentioned_in: ['art_002'],
                         note: 'the wording of the one article that never says superintelligence'}),
  (:Entity:Division:Lab {id: 'deepmind',               name: 'DeepMind', mentioned_in: ['art_000'],
                         note: 'division of Google'});

// People.
CREATE
  (:Entity:Person       {id: 'alexandr_wang',   name: 'Alexandr Wang', aliases: ['Wang'],
                         mentioned_in: ['art_000', 'art_001', 'art_002', 'art_003', 'art_004']}),
  (:Entity:Person       {id: 'jason_droege',    name: 'Jason Droege', aliases: ['Droege'],
                         mentioned_in: ['art_000', 'art_001', 'art_002', 'art_003', 'art_004']}),
  (:Entity:Person       {id: 'mark_zuckerberg', name: 'Mark Zuckerberg',
                         mentioned_in: ['art_000', 'art_001', 'art_002']}),
  (:Entity:Person       {id: 'sam_altman',      name: 'Sam Altman', mentioned_in: ['art_001']}),
  (:Entity:Person:Group {id: 'wang_parents',    name: "Wang's parents", aliases: ['Chinese immigrant parents'],
                         mentioned_in: ['art_001'], note: 'unnamed'}),
  (:Entity:Person       {id: 'jamie_larson',    name: 'Jamie Larson', mentioned_in: ['art_004'],
                         note: 'a name at the foot of a page; the role is not said'});

// Products, models and platforms.
CREATE
  (:Entity:Product:Model            {id: 'llama_4',            name: 'Llama 4', mentioned_in: ['art_000']}),
  (:Entity:Product:Model            {id: 'llama',              name: 'Llama', mentioned_in: ['art_001'],
                                     note: 'whether it is Llama 4 is not said'}),
  (:Entity:Product:Model            {id: 'gemini',             name: 'Gemini', aliases: ['Google’s Gemini'],
                                     mentioned_in: ['art_001']}),
  (:Entity:Product:Model            {id: 'chatgpt',            name: 'ChatGPT', aliases: ['OpenAI’s ChatGPT'],
                                     mentioned_in: ['art_001', 'art_002']}),
  (:Entity:Product:Model            {id: 'deepseek',           name: 'DeepSeek', aliases: ['China’s DeepSeek'],
                                     mentioned_in: ['art_001'], note: 'attributed to China, no maker named'}),
  (:Entity:Product:Platform         {id: 'facebook',           name: 'Facebook', mentioned_in: ['art_000', 'art_001']}),
  (:Entity:Product:Platform         {id: 'instagram',          name: 'Instagram',
                                     mentioned_in: ['art_000', 'art_001']}),
  (:Entity:Product:Platform:Company {id: 'whatsapp',           name: 'WhatsApp', mentioned_in: ['art_001']}),
  (:Entity:Platform                 {id: 'x',                  name: 'X', aliases: ['X (formerly Twitter)'],
                                     mentioned_in: ['art_001']}),
  (:Entity:Platform                 {id: 'remotasks',          name: 'Remotasks', mentioned_in: ['art_001']}),
  (:Entity:Platform                 {id: 'outlier',            name: 'Outlier', mentioned_in: ['art_001']}),
  (:Entity:Product                  {id: 'microsoft_copilot',  name: 'Microsoft Copilot', aliases: ['Copilot'],
                                     mentioned_in: ['art_000'], note: 'named only in promotions on the pages'}),
  (:Entity:Product                  {id: 'file_explorer',      name: 'File Explorer', mentioned_in: ['art_000'],
                                     note: 'named only in promotions on the pages'}),
  (:Entity:Product                  {id: 'apple_intelligence', name: 'Apple Intelligence',
                                     aliases: ['Apple intelligent'], mentioned_in: ['art_000'],
                                     note: 'named only in promotions on the pages'}),
  (:Entity:Product                  {id: 'ios_18',             name: 'iOS 18', mentioned_in: ['art_000'],
                                     note: 'named only in promotions on the pages'});

// Regulators, governments, universities and places.
CREATE
  (:Entity:Regulator  {id: 'ftc',            name: 'U.S. Federal Trade Commission', aliases: ['FTC'],
                       mentioned_in: ['art_001']}),
  (:Entity:Government {id: 'us_government',  name: 'U.S. government', mentioned_in: ['art_001']}),
  (:Entity:Government {id: 'us_congress',    name: 'Congress', mentioned_in: ['art_004']}),
  (:Entity:University {id: 'mit',            name: 'Massachusetts Institute of Technology', aliases: ['MIT'],
                       mentioned_in: ['art_001']}),
  (:Entity:Place      {id: 'los_alamos',     name: 'Los Alamos', mentioned_in: ['art_001']}),
  (:Entity:Place      {id: 'new_mexico',     name: 'New Mexico', mentioned_in: ['art_001']}),
  (:Entity:Place      {id: 'silicon_valley', name: 'Silicon Valley', mentioned_in: ['art_001', 'art_002']}),
  (:Entity:Place      {id: 'china',          name: 'China', aliases: ['Chinese'], mentioned_in: ['art_001']});

// Events: the deal itself, the funding round before it, a lawsuit, a conference.
CREATE
  (:Entity:Event:Deal         {id: 'deal_2025',  name: 'Meta investment in Scale AI',
                               aliases: ['Meta AI strategic investment Scale AI', 'Meta-Scale AI partnership',
                                         'Meta Scale AI deal'],
                               mentioned_in: ['art_000', 'art_001', 'art_002', 'art_003', 'art_004'],
                               note: 'the news of June 2025; only one of the articles is dated'}),
  (:Entity:Event:FundingRound {id: 'round_2024', name: "Scale AI's previous funding round",
                               aliases: ['previous funding round', 'a funding round'],
                               mentioned_in: ['art_001', 'art_003', 'art_004'],
                               note: 'May 2024 in one article, the previous year in another, undated in a third'}),
  (:Entity:Event:Lawsuit      {id: 'ftc_suit',   name: "FTC's suit against Meta", mentioned_in: ['art_001'],
                               note: 'undated'}),
  (:Entity:Event              {id: 'wwdc',       name: 'Worldwide Developers Conference', aliases: ['WWDC'],
                               mentioned_in: ['art_000'], note: 'named only in promotions on the pages'});

// Publishers of the articles, as their pages show them.
CREATE
  (:Entity:Publisher {id: 'pub_gsmarena_ng',   name: 'GSMArena.ng', mentioned_in: ['art_001']}),
  (:Entity:Publisher {id: 'pub_just_think_ai', name: 'Just Think AI', aliases: ['JUST THINK AI'],
                      mentioned_in: ['art_002']}),
  (:Entity:Publisher {id: 'pub_ainvest',       name: 'AInvest', aliases: ['AInvest Newsletter'],
                      mentioned_in: ['art_003']}),
  (:Entity:Publisher {id: 'pub_deepfounder',   name: 'DeepFounder AI', aliases: ['Deep Founder Ai'],
                      mentioned_in: ['art_004']});

// Topics.
CREATE
  (:Entity:Topic {id: 'data_labeling',     name: 'Data labeling and annotation',
                  aliases: ['data annotation', 'data labeling', 'data-labeling', 'labeling data'],
                  mentioned_in: ['art_000', 'art_001', 'art_002', 'art_003', 'art_004']}),
  (:Entity:Topic {id: 'superintelligence', name: 'Superintelligence',
                  aliases: ['superintelligence', 'general-purpose AI'],
                  mentioned_in: ['art_000', 'art_001', 'art_003', 'art_004'],
                  note: 'one article uses general-purpose AI for nearly the same thing'}),
  (:Entity:Topic {id: 'metaverse',         name: 'Metaverse', aliases: ['metaverse'], mentioned_in: ['art_000']});

// The articles. What the page does not give (a title, a publisher, a date) is absent; dates are plain strings.
CREATE
  (:Entity:Article {id: 'art_000', name: '000_06d9961e9a1b43eb.txt', file: '000_06d9961e9a1b43eb',
                    title: 'Meta investment in Scale AI and Alexandr Wang: Meta invests $14.3B in Scale AI for ' +
                           'Alexandr Wang to Join Meta’s Superintelligence Push'}),
  (:Entity:Article {id: 'art_001', name: '001_93014f725694535b.txt', file: '001_93014f725694535b',
                    title: 'Meta Invests $14.3 Billion in Scale AI to Boost Its Artificial Intelligence Plans',
                    publisher: 'GSMArena.ng'}),
  (:Entity:Article {id: 'art_002', name: '002_40b2b5b6a3134584.txt', file: '002_40b2b5b6a3134584',
                    title: 'Meta Confirms Major Scale AI Investment as CEO Wang Steps Down', publisher: 'Just Think AI',
                    date: '2025-06-13'}),
  (:Entity:Article {id: 'art_003', name: '003_5fc44690a5b3815a.txt', file: '003_5fc44690a5b3815a',
                    publisher: 'AInvest'}),
  (:Entity:Article {id: 'art_004', name: '004_f55faa9eaaab01e4.txt', file: '004_f55faa9eaaab01e4',
                    title: 'Scale AI Receives Major Meta Investment; CEO Alexandr Wang Steps Down',
                    publisher: 'DeepFounder AI'});
