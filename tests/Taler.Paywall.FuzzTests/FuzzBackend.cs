using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace Taler.Paywall.FuzzTests;

/// <summary>
/// A healthy merchant backend in place of a socket to one: a hundred thousand walks need some hundred thousand answers. It keeps only the orders that
/// were paid; any other exists and is unpaid.
/// </summary>
internal class FuzzBackend : HttpMessageHandler
{
    private readonly ConcurrentDictionary<(string Order, string Session), string> _paid = new();

    public bool HasPaid(string session) => _paid.Keys.Any(key => key.Session == session);

    public void Pay(string order, string session, string resource) => _paid[(order, session)] = resource;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsoluteUri[FuzzShop.Backend.Length..].Split('?')[0];
        var sent = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
        var session = QueryHelpers.ParseQuery(request.RequestUri.Query).TryGetValue("session_id", out var value) ? value.ToString() : "";
        return Answer(request.Method.Method, path, session, sent);
    }

    protected virtual HttpResponseMessage Answer(string method, string path, string session, string? sent) => Json(path.Split('/') switch
    {
        ["private", "token"] => BackendAnswers.Token(),
        ["private", "orders"] => BackendAnswers.Created((string)JsonNode.Parse(sent!)!["order"]!["order_id"]!),
        ["private", "orders", var order] => _paid.TryGetValue((order, session), out var resource)
            ? BackendAnswers.Paid(order, resource, "KUDOS:2")
            : BackendAnswers.Unpaid(order, session),
        ["sessions", _] => new JsonObject(),
        _ => BackendAnswers.Config(),
    });

    protected static HttpResponseMessage Json(JsonNode body) => Text(HttpStatusCode.OK, Encoding.UTF8.GetBytes(body.ToJsonString()));

    protected static HttpResponseMessage Text(HttpStatusCode status, byte[] body) =>
        new(status) { Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } } };
}

/// <summary>What the protocol says, in full.</summary>
internal static class BackendAnswers
{
    public static JsonObject Token() => new() { ["access_token"] = "secret-token:fetched", ["scope"] = "write", ["expiration"] = Time(4_000_000_000) };

    public static JsonObject Config() => new()
    {
        ["name"] = "taler-merchant",
        ["version"] = "25:0:13",
        ["currency"] = "KUDOS",
        ["currencies"] = new JsonObject
        {
            ["KUDOS"] = new JsonObject
            {
                ["name"] = "Kudos",
                ["currency"] = "KUDOS",
                ["num_fractional_input_digits"] = 2,
                ["num_fractional_normal_digits"] = 2,
                ["num_fractional_trailing_zero_digits"] = 2,
                ["alt_unit_names"] = new JsonObject { ["0"] = "ク" },
            },
        },
    };

    public static JsonObject Created(string order) => new() { ["order_id"] = order, ["pay_deadline"] = Time(4_000_000_000) };

    public static JsonObject Unpaid(string order, string session) => new()
    {
        ["order_status"] = "unpaid",
        ["taler_pay_uri"] = $"taler://pay/backend.example/instances/shop/{order}/{session}",
        ["order_status_url"] = $"{FuzzShop.Backend}orders/{order}?session_id={session}",
        ["total_amount"] = "KUDOS:0.5",
        ["summary"] = "An essay",
        ["creation_time"] = Time(1_700_000_000),
        ["pay_deadline"] = Time(4_000_000_000),
    };

    public static JsonObject AlreadyPaid(string order, string session, string paid)
    {
        var answer = Unpaid(order, session);
        answer["already_paid_order_id"] = paid;
        answer["already_paid_fulfillment_url"] = "https://shop.example/essays/maps";
        return answer;
    }

    public static JsonObject Claimed(string order, string resource) => new()
    {
        ["order_status"] = "claimed",
        ["order_status_url"] = $"{FuzzShop.Backend}orders/{order}",
        ["contract_terms"] = Contract(order, resource, "KUDOS:0.5"),
    };

    public static JsonObject Paid(string order, string resource, string amount) => new()
    {
        ["order_status"] = "paid",
        ["order_status_url"] = $"{FuzzShop.Backend}orders/{order}",
        ["contract_terms"] = Contract(order, resource, amount),
        ["refunded"] = false,
        ["refund_pending"] = false,
        ["refund_amount"] = "KUDOS:0",
        ["wired"] = false,
        ["last_payment"] = Time(1_700_000_100),
    };

    public static JsonObject Refunded(string order, string resource)
    {
        var answer = Paid(order, resource, "KUDOS:0.5");
        (answer["refunded"], answer["refund_pending"], answer["refund_amount"]) = (true, true, "KUDOS:0.5");
        return answer;
    }

    public static JsonObject Error(int code) => new() { ["code"] = code, ["hint"] = "as asked for", ["detail"] = "some detail" };

    private static JsonObject Contract(string order, string resource, string amount) => new()
    {
        ["version"] = 0,
        ["order_id"] = order,
        ["summary"] = "An essay",
        ["amount"] = amount,
        ["fulfillment_url"] = "https://another.example/",
        ["timestamp"] = Time(1_700_000_000),
        ["pay_deadline"] = Time(4_000_000_000),
        ["refund_deadline"] = Time(0),
        ["extra"] = new JsonObject { ["taler_paywall"] = new JsonObject { ["resource"] = resource, ["site"] = "", ["pattern"] = "/essays/{slug}/{**rest}" } },
        ["products"] = new JsonArray(),
    };

    private static JsonObject Time(long seconds) => new() { ["t_s"] = seconds };
}
