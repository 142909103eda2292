// The engine behind a line protocol: one JSON object a line is a request, one a line its answer. So runners in other
// languages can put the engine through the TCK.
//
//   {"op":"hello","protocol":1}                  {"ok":true,"protocol":1,"engine":"cairn 0.1.0","ops":[…]}
//   {"op":"reset"}                               {"ok":true}
//   {"op":"query","text":"…","params":{…}}       {"ok":true,"columns":[…],"rows":[[…]],"stats":{…}}
//   {"op":"snapshot"}                            {"ok":true,"nodes":[…],"relationships":[…]}
//   {"op":"procedure","name":"…","inputs":[…],"outputs":[…],"columns":[…],"rows":[…]}      {"ok":true}
//
// Values are typed JSON (engine/value/json.h). What fails is answered with {"ok":false,"error":{"type":…,"phase":…,
// "detail":…,"message":…,"line":…,"column":…}} and ends nothing. Requests are answered in order.
#pragma once

#include "engine/database.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::tck {

class ProtocolServer {
 public:
  // `database` must outlive the server.
  explicit ProtocolServer(Database& database);

  // The answer to the request on `line`, without a line break.
  std::string answer(std::string_view line);

 private:
  std::string reset();

  Database& database_;
  std::unique_ptr<Session> session_;
  std::vector<std::string> procedures_;  // the names of those that were registered here
};

}  // namespace cairn::tck
