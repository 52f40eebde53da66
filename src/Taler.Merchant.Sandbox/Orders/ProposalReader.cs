using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Taler.Merchant.Sandbox.Wire;

namespace Taler.Merchant.Sandbox.Orders;

/// <summary>Makes a proposal of the body of <c>POST private/orders</c>, filling in what the shop left out.</summary>
internal static class ProposalReader
{
    private const string OrderIdHole = "${ORDER_ID}";
    private const int RandomIdLength = 13;

    private static readonly RelativeTime WireDelay = RelativeTime.FromTimeSpan(TimeSpan.FromDays(1));

    /// <summary>Members that go into the contract as the shop wrote them.</summary>
    private static readonly string[] Copied =
    [
        "summary", "summary_i18n", "fulfillment_message", "fulfillment_message_i18n", "public_reorder_url", "delivery_location",
        "delivery_date", "auto_refund", "extra",
    ];

    public static OrderId? ReadOrderId(JsonObject order) => order.Text("order_id") switch
    {
        null => null,
        var text => OrderId.TryParse(text, out var orderId) ? orderId : throw new RefusedException(Refusal.ParameterMalformed, "order_id"),
    };

    /// <summary>An ID of the backend's own: the year, the day of the year, and 13 random characters.</summary>
    public static OrderId MakeOrderId(DateTimeOffset now)
    {
        var random = CrockfordBase32.Encode(RandomNumberGenerator.GetBytes(RandomIdLength))[..RandomIdLength];
        return OrderId.Parse(now.ToString("yyyy", CultureInfo.InvariantCulture) + "." + now.DayOfYear.ToString("D3", CultureInfo.InvariantCulture) + "-" + random);
    }

    public static Proposal Read(JsonObject body, JsonObject order, OrderId orderId, Instance instance, Uri baseUrl)
    {
        var summary = order.Text("summary") ?? throw new RefusedException(Refusal.ProposalMalformed, "summary");
        var choices = ReadChoices(order);
        var prices = ReadPrices(order, choices, instance.Currency);
        var deadlines = ReadDeadlines(body, order, instance);
        var fulfillmentUrl = order.Text("fulfillment_url")?.Replace(OrderIdHole, orderId.Value, StringComparison.Ordinal);

        var terms = new JsonObject { ["version"] = choices is null ? 0 : 1, ["order_id"] = orderId.Value };
        foreach (var name in Copied)
        {
            if (order[name] is { } value)
                terms[name] = value.DeepClone();
        }
        if (fulfillmentUrl is not null)
            terms["fulfillment_url"] = fulfillmentUrl;
        AddPrice(terms, order, choices, prices, instance.Currency);
        terms["products"] = order.List("products")?.DeepClone() ?? new JsonArray();
        terms["timestamp"] = TalerTime.ToJson(deadlines.Created);
        terms["pay_deadline"] = TalerTime.ToJson(deadlines.Pay);
        terms["refund_deadline"] = TalerTime.ToJson(deadlines.Refund);
        terms["wire_transfer_deadline"] = TalerTime.ToJson(deadlines.Wire);
        terms["minimum_age"] = order.Number("minimum_age") ?? 0;
        terms["merchant_base_url"] = order.Text("merchant_base_url") ?? baseUrl.AbsoluteUri;
        terms["merchant_pub"] = new string('0', 52);
        terms["h_wire"] = new string('0', 103);
        terms["wire_method"] = "x-taler-bank";
        terms["exchanges"] = new JsonArray(new JsonObject
        {
            ["url"] = "https://exchange.sandbox.invalid/",
            ["priority"] = 1024,
            ["master_pub"] = new string('0', 52),
            ["max_contribution"] = prices.Aggregate((left, right) => left > right ? left : right).ToString(),
        });
        return new Proposal
        {
            OrderId = orderId,
            Summary = summary,
            Currency = instance.Currency,
            Prices = prices,
            HasChoices = choices is not null,
            FulfillmentUrl = fulfillmentUrl,
            FulfillmentMessage = order.Text("fulfillment_message"),
            PublicReorderUrl = order.Text("public_reorder_url"),
            AutoRefund = order.RelativeTime("auto_refund") ?? default,
            Created = deadlines.Created,
            PayDeadline = deadlines.Pay,
            RefundDeadline = deadlines.Refund,
            WireDeadline = deadlines.Wire,
            Terms = CanonicalJson.Write(terms),
        };
    }

    private static JsonArray? ReadChoices(JsonObject order) => order.Number("version") switch
    {
        null or 0 => null,
        1 => order.List("choices") is { Count: > 0 } choices ? choices : throw new RefusedException(Refusal.ProposalMalformed, "choices"),
        _ => throw new RefusedException(Refusal.ParameterMalformed, "version"),
    };

    private static List<Amount> ReadPrices(JsonObject order, JsonArray? choices, string currency)
    {
        List<JsonObject?> priced = choices is null ? [order] : [.. choices.Select(choice => choice as JsonObject)];
        var prices = new List<Amount>();
        foreach (var item in priced)
        {
            var price = item?.Amount("amount") ?? throw new RefusedException(Refusal.ProposalMalformed, "amount");
            if (price.Currency != currency)
                throw new RefusedException(Refusal.OtherCurrency, price.Currency);
            prices.Add(price);
        }
        return prices;
    }

    private static void AddPrice(JsonObject terms, JsonObject order, JsonArray? choices, List<Amount> prices, string currency)
    {
        if (choices is null)
        {
            terms["amount"] = prices[0].ToString();
            terms["max_fee"] = (order.Amount("max_fee") ?? Amount.Zero(currency)).ToString();
            return;
        }
        var completed = choices.DeepClone().AsArray();
        for (var i = 0; i < completed.Count; i++)
        {
            var choice = completed[i]!.AsObject();
            choice["amount"] = prices[i].ToString();
            choice["max_fee"] ??= Amount.Zero(currency).ToString();
            choice["inputs"] ??= new JsonArray();
            choice["outputs"] ??= new JsonArray();
        }
        terms["choices"] = completed;
        terms["token_families"] = new JsonObject();
    }

    private static Deadlines ReadDeadlines(JsonObject body, JsonObject order, Instance instance)
    {
        var now = instance.Now;
        var created = order.Timestamp("timestamp") ?? now;
        var pay = order.Timestamp("pay_deadline") ?? TalerTime.Add(now, RelativeTime.FromTimeSpan(instance.Options.PayDelay));
        if (pay < now)
            throw new RefusedException(Refusal.PayDeadlinePast);
        var refund = order.Timestamp("refund_deadline") ?? RefundDeadline(pay, body.RelativeTime("refund_delay"), instance);
        if (refund != default && refund < now)
            throw new RefusedException(Refusal.RefundDeadlinePast);
        var wire = order.Timestamp("wire_transfer_deadline") ?? TalerTime.Add(TalerTime.Later(pay, refund), WireDelay);
        if (wire.IsNever)
            throw new RefusedException(Refusal.WireNever);
        if (refund > wire)
            throw new RefusedException(Refusal.RefundAfterWire);
        if (order.Timestamp("delivery_date") < now)
            throw new RefusedException(Refusal.DeliveryPast);
        return new(created, pay, refund, wire);
    }

    /// <summary>Since v24 the delay counts from the pay deadline; a delay of zero means no refunds.</summary>
    private static Timestamp RefundDeadline(Timestamp pay, RelativeTime? asked, Instance instance)
    {
        var delay = asked ?? RelativeTime.FromTimeSpan(instance.Options.RefundDelay);
        return delay == default ? default : TalerTime.Add(pay, delay);
    }

    private sealed record Deadlines(Timestamp Created, Timestamp Pay, Timestamp Refund, Timestamp Wire);
}
