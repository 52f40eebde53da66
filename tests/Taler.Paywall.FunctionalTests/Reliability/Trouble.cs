using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests.Reliability;

/// <summary>One way in which a call to the backend can come to nothing.</summary>
/// <param name="Name">As the operator reads it in the document.</param>
/// <param name="Fault">What the sandbox is told; the call in trouble puts its match in. Null: nobody listens at its port.</param>
public sealed record Trouble(string Name, SandboxFault? Fault)
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    /// <summary>Whether the backend does what was asked, so that only its answer is no use.</summary>
    public bool IsDone => Fault is { After: true } or { Status: null, Body: null, Abort: false, Delay.Ticks: 0 };

    /// <summary>Whether no answer begins within any time limit.</summary>
    public bool IsSilent => Fault?.Delay > Long;

    /// <summary>Whether an answer begins, but does not end within any time limit.</summary>
    public bool IsSlow => Fault?.Trickle > Long;
}

/// <summary>A call to the backend, as metrics name it and as the sandbox is to know it.</summary>
/// <param name="Name">Its shape, as in the metric.</param>
/// <param name="Match">Method and path, with <c>*</c> for anything.</param>
/// <param name="Limit">How long a try may take.</param>
public sealed record BackendCall(string Name, string Match, TimeSpan Limit)
{
    private const string Status = "GET private/orders/$ORDER_ID";

    public static BackendCall CreateOrder { get; } = new("POST private/orders", "POST private/orders", Shop.TryLimit);

    public static BackendCall AskStatus { get; } = StatusOf("*");

    public static BackendCall Refund { get; } = new("POST private/orders/$ORDER_ID/refund", "POST private/orders/*/refund", Shop.TryLimit * 2);

    public static BackendCall Config { get; } = new("GET config", "GET config", Shop.TryLimit);

    /// <summary>The backend waits for 3 s by itself, and has 10 s on top.</summary>
    public static BackendCall WaitForPayment { get; } = new(Status + "?timeout_ms", "GET private/orders/*", TimeSpan.FromSeconds(13));

    public static BackendCall AskSession { get; } = new("GET sessions/$SESSION_ID", "GET sessions/*", Shop.TryLimit);

    public static BackendCall StatusOf(string orderId) => new(Status, "GET private/orders/" + orderId, Shop.TryLimit);
}
