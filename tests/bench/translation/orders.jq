# orders.toml once more, for jq, which knows no time zones: the time is taken to be in UTC.
{"N": "new", "P": "paid", "S": "shipped", "X": "cancelled"} as $status
| {"O": "open", "P": "picked", "S": "sent"} as $state
| {
    id: .OrderNo, status: $status[.State],
    ordered_at: (.Ordered | strptime("%d.%m.%Y %H:%M:%S") | todate),
    total: {amount: .Total, currency: .Currency},
    customer: {id: .Customer.No, name: .Customer.Name, email: .Customer.Mail},
    shipping: {street: .Ship.Street, postal_code: .Ship.Zip, city: .Ship.City, country: .Ship.Country},
    note: .Note,
    lines: [.Lines[] | {sku: .Sku, title: .Text, quantity: .Qty, price: .Price, state: $state[.State]}]
  }
