-- orders.toml once more, for nginx's Lua module: written as one writes such a thing for speed, with cjson and expat, which are C.
-- Loaded once per worker. Numbers go through a double here, and 12.50 comes out as 12.5.
local cjson = require "cjson"
local lxp = require "lxp"
local concat, insert = table.concat, table.insert
local match, gsub, format = string.match, string.gsub, string.format

local status = { N = "new", P = "paid", S = "shipped", X = "cancelled" }
local state = { O = "open", P = "picked", S = "sent" }

local function inverse(values)
  local back = {}
  for legacy, modern in pairs(values) do back[modern] = legacy end
  return back
end
local legacy_status, legacy_state = inverse(status), inverse(state)

local function look_up(values, text)
  if text == nil then return nil end
  return values[text] or error("'" .. text .. "' is not in the table")
end

-- The worker's time zone is Europe/Berlin (env TZ).
local function to_rfc3339(text)
  if text == nil then return nil end
  local d, m, y, h, min, s = match(text, "^(%d%d)%.(%d%d)%.(%d%d%d%d) (%d%d):(%d%d):(%d%d)$")
  local at = os.time { year = y, month = m, day = d, hour = h, min = min, sec = s }
  local zone = os.date("%z", at)
  return format("%s-%s-%sT%s:%s:%s%s:%s", y, m, d, h, min, s, zone:sub(1, 3), zone:sub(4))
end

-- The text's own clock is right where its offset is the zone's, as it is of what comes from here.
local function from_rfc3339(text)
  if text == nil then return nil end
  local y, m, d, h, min, s, sign, zh, zm = match(text, "^(%d+)-(%d+)-(%d+)T(%d+):(%d+):(%d+)([-+])(%d+):(%d+)$")
  local at = os.time { year = y, month = m, day = d, hour = h, min = min, sec = s }
  if os.date("%z", at) ~= sign .. zh .. zm then error("another zone's time") end
  return format("%s.%s.%s %s:%s:%s", d, m, y, h, min, s)
end

-- Legacy's model as a table, whatever the format: that of its JSON.

local function modern_of(o)
  local customer, ship = o.Customer or {}, o.Ship or {}
  local lines = {}
  for i, l in ipairs(o.Lines or {}) do
    lines[i] = { sku = l.Sku, title = l.Text, quantity = tonumber(l.Qty), price = tonumber(l.Price), state = look_up(state, l.State) }
  end
  return {
    id = o.OrderNo, status = look_up(status, o.State), ordered_at = to_rfc3339(o.Ordered),
    total = { amount = tonumber(o.Total), currency = o.Currency },
    customer = { id = tonumber(customer.No), name = customer.Name, email = customer.Mail },
    shipping = { street = ship.Street, postal_code = ship.Zip, city = ship.City, country = ship.Country },
    note = o.Note, lines = lines,
  }
end

local function legacy_of(o)
  local total, customer, ship = o.total or {}, o.customer or {}, o.shipping or {}
  local lines = {}
  for i, l in ipairs(o.lines or {}) do
    lines[i] = { Sku = l.sku, Text = l.title, Qty = l.quantity, Price = l.price, State = look_up(legacy_state, l.state) }
  end
  return {
    OrderNo = o.id, State = look_up(legacy_status, o.status), Ordered = from_rfc3339(o.ordered_at),
    Total = total.amount, Currency = total.currency,
    Customer = { No = customer.id, Name = customer.name, Mail = customer.email },
    Ship = { Street = ship.street, Zip = ship.postal_code, City = ship.city, Country = ship.country },
    Note = o.note, Lines = lines,
  }
end

local json = { type = "application/json" }
function json.read(text) return cjson.decode(text) end
function json.write(order) return cjson.encode(order) end

local xml = { type = "application/xml" }

-- Elements that hold text become members of the table that the element around them is.
function xml.read(text)
  local order = { Lines = {} }
  local into, said = order, {}
  local parser = lxp.new {
    StartElement = function(_, name, attributes)
      said = {}
      if name == "Line" then
        into = { State = attributes.state }
        insert(order.Lines, into)
      elseif name == "Customer" then
        into = { No = attributes.no }
        order.Customer = into
      elseif name == "Ship" then
        into = {}
        order.Ship = into
      elseif name == "Total" then
        order.Currency = attributes.currency
      end
    end,
    CharacterData = function(_, piece) said[#said + 1] = piece end,
    EndElement = function(_, name)
      if name == "Line" or name == "Customer" or name == "Ship" then
        into = order
      elseif name ~= "Lines" and name ~= "Order" then
        into[name] = concat(said)
      end
    end,
  }
  local ok, message = parser:parse(text)
  if not ok then error(message) end
  parser:parse()
  parser:close()
  return order
end

local escapes = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" }
local function escaped(text) return (gsub(text, '[&<>"]', escapes)) end

function xml.write(o)
  local out = { '<?xml version="1.0" encoding="UTF-8"?>\n<Order>' }
  local function element(name, text)
    if text ~= nil then out[#out + 1] = "<" .. name .. ">" .. escaped(text) .. "</" .. name .. ">" end
  end
  element("OrderNo", o.OrderNo)
  element("State", o.State)
  element("Ordered", o.Ordered)
  out[#out + 1] = '<Total currency="' .. escaped(o.Currency) .. '">' .. o.Total .. "</Total>"
  out[#out + 1] = '<Customer no="' .. o.Customer.No .. '">'
  element("Name", o.Customer.Name)
  element("Mail", o.Customer.Mail)
  out[#out + 1] = "</Customer><Ship>"
  element("Street", o.Ship.Street)
  element("Zip", o.Ship.Zip)
  element("City", o.Ship.City)
  element("Country", o.Ship.Country)
  out[#out + 1] = "</Ship>"
  element("Note", o.Note)
  out[#out + 1] = "<Lines>"
  for _, l in ipairs(o.Lines) do
    out[#out + 1] = '<Line state="' .. escaped(l.State) .. '">'
    element("Sku", l.Sku)
    element("Text", l.Text)
    element("Qty", l.Qty)
    element("Price", l.Price)
    out[#out + 1] = "</Line>"
  end
  out[#out + 1] = "</Lines></Order>"
  return concat(out)
end

local form = { type = "application/x-www-form-urlencoded" }

function form.read(text)
  local order = { Customer = {}, Ship = {}, Lines = {} }
  for name, value in pairs(ngx.decode_args(text, 0)) do
    local outer, inner = match(name, "^(%a+)%[([^]]+)%]$")
    if inner then
      order[outer][inner] = value
    else
      local list, position, member = match(name, "^(%a+)%[(%d+)%]%[([^]]+)%]$")
      if list then
        position = position + 1
        local line = order[list][position]
        if not line then
          line = {}
          order[list][position] = line
        end
        line[member] = value
      else
        order[name] = value
      end
    end
  end
  return order
end

function form.write(o)
  local flat = {}
  for name, value in pairs(o) do
    if name == "Lines" then
      for i, line in ipairs(value) do
        for member, text in pairs(line) do flat["Lines[" .. i - 1 .. "][" .. member .. "]"] = text end
      end
    elseif type(value) == "table" then
      for member, text in pairs(value) do flat[name .. "[" .. member .. "]"] = text end
    else
      flat[name] = value
    end
  end
  return ngx.encode_args(flat)
end

local formats = { json = json, xml = xml, form = form }
local orders = {}

-- rewrite_by_lua: the request's body, which nginx holds in memory (client_body_buffer_size).
function orders.request(name)
  ngx.req.read_body()
  local body = cjson.encode(modern_of(formats[name].read(ngx.req.get_body_data())))
  ngx.req.set_header("Content-Type", "application/json")
  ngx.req.set_body_data(body)
end

-- header_filter_by_lua: how long the answer gets is not known when its head goes.
function orders.head(name)
  if ngx.status ~= 200 then return end
  ngx.header.content_length = nil
  ngx.header.content_type = formats[name].type
end

-- body_filter_by_lua: the answer comes in pieces and goes in one.
function orders.body(name)
  if ngx.status ~= 200 then return end
  local pieces = ngx.ctx.pieces
  if not pieces then
    pieces = {}
    ngx.ctx.pieces = pieces
  end
  pieces[#pieces + 1] = ngx.arg[1]
  ngx.arg[1] = nil
  if ngx.arg[2] then ngx.arg[1] = formats[name].write(legacy_of(cjson.decode(concat(pieces)))) end
end

return orders
