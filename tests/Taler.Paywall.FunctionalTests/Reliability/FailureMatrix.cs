using Microsoft.Extensions.Logging;
using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests.Reliability;

/// <summary>
/// Every trouble with a call to the backend, and what comes of it. The tests of this folder go through it for each call, and
/// <c>docs/reliability.md</c> shows it to operators.
/// </summary>
public static class FailureMatrix
{
    /// <summary>The one trouble that a call without an order cannot have.</summary>
    public const string AnotherOrder = "the answer of another order";

    private const string Json = "application/json";

    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);

    public static IReadOnlyList<FailureRow> Rows { get; } =
    [
        new("unreachable", "BackendUnavailable", 4, "by itself, with the next visit")
        {
            Troubles =
            [
                new("connection refused", null),
                new("reset before the answer", Fault with { Abort = true }),
                new("reset between headers and body", Fault with { CutAfter = 0 }),
                new("reset within the body", Fault with { CutAfter = 20, Trickle = TimeSpan.FromMilliseconds(1) }),
                new("reset when all was done, answer lost", Fault with { Abort = true, After = true }),
            ],
        },
        new("timeout", "BackendUnavailable", 2, "by itself, with the next visit; raise `Merchant:Timeout` for a backend that is always slow")
        {
            Troubles =
            [
                new("no answer", Fault with { Delay = TenMinutes }),
                new("headers at once, then a slow body", Fault with { Trickle = TenMinutes }),
            ],
        },
        new("backend_trouble", "BackendUnavailable", 4, "by itself, with the next visit")
        {
            Troubles =
            [
                new("429", Refusal(429)),
                new("429 with `Retry-After: 1`", Refusal(429) with { Header = ("Retry-After", "1") }),
                new("500", Refusal(500)),
                new("503", Refusal(503)),
                new("503 with `Retry-After: 1`", Refusal(503) with { Header = ("Retry-After", "1") }),
            ],
        },
        new("backend_trouble", "BackendUnavailable", 1, "by itself, with the next visit after the backend's pause")
        {
            Troubles =
            [
                new("429 with `Retry-After: 3600`", Refusal(429) with { Header = ("Retry-After", "3600") }),
                new("503 with `Retry-After: 3600`", Refusal(503) with { Header = ("Retry-After", "3600") }),
            ],
        },
        new("refused", "BackendRefused", 1, "when the operator has done what the line says, with the next visit")
        {
            Troubles =
            [
                new("400", Refusal(400, 26)),
                new("401", Refusal(401, 41)),
                new("403", Refusal(403, 44)),
                new("404 with code 2000 (no such instance)", Refusal(404, 2000)),
                new("404 without a code", Fault with { Status = 404, Body = "Not Found", ContentType = "text/plain" }),
                new("409 with a code other than 2503", Refusal(409, 2514)),
                new("410", Refusal(410)),
                new("451", Refusal(451, 2513)),
            ],
        },
        new("invalid_answer", "BackendUnavailable", 1, "when `Merchant:BaseUrl` leads to a backend again, with the next visit")
        {
            Troubles =
            [
                new("HTML with 200", Fault with { Body = "<html>Welcome</html>", ContentType = "text/html" }),
                new("JSON that ends in the middle", Fault with { Body = """{"order_id":"x","order_status":"pa""", ContentType = Json }),
                new("wrong types", Fault with { Body = """{"order_id":7,"order_status":7,"taler_refund_uri":7,"version":7}""", ContentType = Json }),
                new("10 MB", Fault with { PadTo = 10_000_000 }),
                new(AnotherOrder, Fault with { Body = AnswerOfAnotherOrder, ContentType = Json }),
            ],
        },
    ];

    public static TheoryData<string> Troubles => [.. Rows.SelectMany(row => row.Troubles).Select(trouble => trouble.Name)];

    private static SandboxFault Fault => new("");

    /// <summary>Whole and well-formed, to every call alike.</summary>
    private static string AnswerOfAnotherOrder => """
        {"order_id":"ANOTHER","order_status":"paid","refunded":false,"refund_pending":false,"refund_amount":"KUDOS:0",
         "order_status_url":"http://127.0.0.1/orders/ANOTHER","taler_refund_uri":"taler+http://refund/127.0.0.1/ANOTHER",
         "contract_terms":{"order_id":"ANOTHER","summary":"Another","amount":"KUDOS:100"}}
        """;

    public static (FailureRow Row, Trouble Trouble) Find(string trouble) =>
        Rows.SelectMany(row => row.Troubles, (row, each) => (row, each)).Single(pair => pair.each.Name == trouble);

    private static SandboxFault Refusal(int status, int code = 0) =>
        Fault with { Status = status, Body = $$"""{"code":{{code}},"hint":"trouble"}""", ContentType = Json };
}

/// <summary>What troubles of one kind lead to.</summary>
/// <param name="ErrorType">The tag <c>error.type</c> of the client's metric.</param>
/// <param name="Event">The line in the log.</param>
/// <param name="Tries">How often a call is sent that may be repeated.</param>
/// <param name="Heals">When the visitor goes on.</param>
public sealed record FailureRow(string ErrorType, string Event, int Tries, string Heals)
{
    public required IReadOnlyList<Trouble> Troubles { get; init; }

    /// <summary>Only what the operator alone can mend is an error.</summary>
    public LogLevel Level => Event == "BackendRefused" ? LogLevel.Error : LogLevel.Warning;
}
