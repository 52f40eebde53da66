namespace Taler.Paywall.FunctionalTests.Reliability;

/// <summary>The tables of <c>docs/reliability.md</c>, made of the matrix that the tests go through.</summary>
internal static class MatrixDocument
{
    private const string NotPaid = "503 and `Retry-After: 10`, then the same order";
    private const string Paid = "read on, for `Lifetime` and `OutageGrace`; then 503";

    public static IReadOnlyList<string> Troubles { get; } =
    [
        "| Trouble | Who has not paid | Who paid | Log | Metric | How it heals |",
        "| --- | --- | --- | --- | --- | --- |",
        .. FailureMatrix.Rows.Select(row => Line(
            string.Join("; ", row.Troubles.Select(trouble => trouble.Name)),
            NotPaid,
            Paid,
            $"{row.Level} `{row.Event}`",
            $"`{row.ErrorType}`, {row.Tries} {(row.Tries == 1 ? "try" : "tries")}",
            row.Heals)),
        Line(
            "10 failed tries within 10 s",
            NotPaid,
            Paid,
            "Warning `CircuitOpened` for each pause of 5 s, with the last failure; the lines above where visits are few",
            "`circuit_open`, nothing is sent",
            "the backend is left alone for 5 s, then the next visit tries it"),
        Line(
            "backend down, then back without its orders",
            "503 while it is down; then another order, one that can be paid",
            "read on, for `Lifetime` and `OutageGrace`; then asked to pay",
            "Warning `BackendUnavailable` while it is down; then Error `PaidOrderLost` for who paid",
            "`unreachable` while it is down",
            "by itself; who paid keeps what he paid for if the backup is restored within the grace"),
        Line(
            "order called paid, by a contract of another resource, page, currency or a lower price",
            "503; who has the order already is led to the next one",
            "503, and no call to pay again",
            "Error `FulfillmentUrlTaken`",
            "none: the call went well",
            "when the backend tells the truth, with the next visit"),
    ];

    public static IReadOnlyList<string> Calls { get; } =
    [
        "| Call | When | What trouble means | Tests |",
        "| --- | --- | --- | --- |",
        Line(
            BackendCall.CreateOrder,
            "first visit",
            "as above; whether the order was made or not, the next visit finds the same one",
            nameof(CreateTroubleTests)),
        Line(
            BackendCall.AskStatus,
            "every visit that the cache does not answer",
            "as above",
            nameof(StatusTroubleTests),
            nameof(PaidTroubleTests),
            nameof(WrongContractTests)),
        Line(
            BackendCall.AskStatus,
            "a wallet showed what it had bought on another device",
            "as above; the next visit goes on with the order that is paid",
            nameof(AdoptionTroubleTests)),
        Line(
            BackendCall.Refund,
            "`RefundAsync` of the application",
            "`TalerMerchantException` with the kind of failure, after one try and without a line; the next visit asks the backend, and the page is served only when that says that the order is not refunded. After a refusal (4xx but 408 and 429) the payment is then remembered again; after any other trouble each visit asks, for 25 hours",
            nameof(RefundTroubleTests)),
        Line(
            BackendCall.Config,
            "at start and every hour, if pages show prices",
            "prices are written with the code of their currency; a line of level Debug, and another try after a minute",
            nameof(ConfigTroubleTests)),
        Line(
            BackendCall.WaitForPayment,
            "a pay page waits",
            "one try; its script gets 503 and asks again after a pause",
            nameof(WaitTroubleTests)),
        Line(
            BackendCall.AskSession,
            "a pay page waits, and a wallet has the order",
            "one try, and no line; the page goes on waiting",
            nameof(WaitTroubleTests)),
        Line(
            BackendCall.AskSession,
            "an order was to be created beyond `OrderLimits`",
            "as above after one try, and no order; what the backend refuses to tell counts as nothing paid",
            nameof(OrderLimitTests)),
    ];

    private static string Line(BackendCall call, string when, string meaning, params string[] tests) =>
        Line($"`{call.Name}`", when, meaning, string.Join(", ", tests.Select(test => $"`{test}`")));

    private static string Line(params string[] cells) => $"| {string.Join(" | ", cells)} |";
}
