using System.Net;
using System.Text.Json.Nodes;

namespace Taler.Paywall.FuzzTests;

/// <summary>How the backend sees the order of one input, before its answers are damaged.</summary>
internal enum Truth
{
    Unpaid,
    Claimed,
    Paid,
    PaidForAnother,
    PaidInOtherCurrency,
    Refunded,
    Moved,
    Missing,
}

/// <summary>What one input asks the backend for, and how that stands.</summary>
internal sealed record DamagedOrder(FuzzInput Input, string Resource, Truth Truth);

/// <summary>
/// A backend that means one thing for each input and says it with damage. The order in question flows along with the request, so that calls that run
/// side by side do not change each other's answers.
/// </summary>
internal sealed class DamagedBackend : FuzzBackend
{
    private static readonly HttpStatusCode[] Statuses =
    [
        HttpStatusCode.Created, HttpStatusCode.NoContent, HttpStatusCode.Found, HttpStatusCode.BadRequest, HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden,
        HttpStatusCode.NotFound, HttpStatusCode.Conflict, HttpStatusCode.Gone, HttpStatusCode.UnavailableForLegalReasons, (HttpStatusCode)299, (HttpStatusCode)418,
    ];

    private static readonly int[] Codes = [0, 21, 2000, 2005, 2503, 2514, 2531, -1, int.MaxValue];

    /// <summary>The order that the code running now is about; null for a backend in health.</summary>
    public static AsyncLocal<DamagedOrder?> Current { get; } = new();

    protected override HttpResponseMessage Answer(string method, string path, string session, string? sent)
    {
        if (Current.Value is not { } order)
            return base.Answer(method, path, session, sent);
        lock (order)
            return Damaged(order, method, path, session, sent);
    }

    private static HttpResponseMessage Damaged(DamagedOrder order, string method, string path, string session, string? sent)
    {
        var input = order.Input;
        var (status, answer) = Meant(order, method, path.Split('/'), session, sent);

        // Every other answer is whole, so that walks get far. One place at most for a payment that opens nothing: damage in several could come out as
        // one that does.
        var several = order.Truth is Truth.Unpaid or Truth.Claimed or Truth.Paid or Truth.Missing;
        var places = input.OneIn(2) ? 0 : input.Random.Next(1, several ? 4 : 2);
        if (input.OneIn(25))
            (status, answer) = (input.Pick(Statuses), BackendAnswers.Error(input.Pick(Codes)));
        var response = Text(status, JsonDamage.Write(input, answer, places));
        if ((int)status is >= 300 and < 400)
            response.Headers.TryAddWithoutValidation("Location", $"https://{Verdict.Elsewhere}/");
        return response;
    }

    private static (HttpStatusCode Status, JsonNode Answer) Meant(DamagedOrder order, string method, string[] path, string session, string? sent) => path switch
    {
        ["private", "token"] => (HttpStatusCode.OK, BackendAnswers.Token()),
        ["private", "orders"] when method == "POST" => (HttpStatusCode.OK, BackendAnswers.Created((string?)JsonNode.Parse(sent!)!["order"]!["order_id"] ?? "1")),
        ["private", "orders"] => (HttpStatusCode.OK, new JsonObject { ["orders"] = new JsonArray() }),
        ["private", "orders", var id, "refund"] => (HttpStatusCode.OK, new JsonObject { ["taler_refund_uri"] = $"taler://refund/backend.example/instances/shop/{id}/" }),
        ["private", "orders", var id] => Status(order, id, session),
        ["sessions", _] => order.Truth is Truth.Paid or Truth.Moved ? (HttpStatusCode.OK, new JsonObject { ["order_id"] = "moved" }) : (HttpStatusCode.Accepted, new JsonObject()),
        _ => (HttpStatusCode.OK, BackendAnswers.Config()),
    };

    private static (HttpStatusCode Status, JsonNode Answer) Status(DamagedOrder order, string id, string session) => order.Truth switch
    {
        Truth.Unpaid => (HttpStatusCode.OK, BackendAnswers.Unpaid(id, session)),
        Truth.Claimed => (HttpStatusCode.OK, BackendAnswers.Claimed(id, order.Resource)),
        Truth.Paid => (HttpStatusCode.OK, BackendAnswers.Paid(id, order.Resource, "KUDOS:0.5")),
        Truth.PaidForAnother => (HttpStatusCode.OK, BackendAnswers.Paid(id, "essay:another", "KUDOS:0.5")),
        Truth.PaidInOtherCurrency => (HttpStatusCode.OK, BackendAnswers.Paid(id, order.Resource, "EUR:5")),
        Truth.Refunded => (HttpStatusCode.OK, BackendAnswers.Refunded(id, order.Resource)),
        Truth.Moved when id == "moved" => (HttpStatusCode.OK, BackendAnswers.Refunded(id, order.Resource)),
        Truth.Moved => (HttpStatusCode.OK, BackendAnswers.AlreadyPaid(id, session, "moved")),
        Truth.Missing => (HttpStatusCode.NotFound, BackendAnswers.Error(2005)),
    };
}
