namespace Taler.Merchant;

/// <summary>A call that the backend makes when something happens. There is no signature: put a secret into the URL or a header, and ask the backend again.</summary>
public sealed record Webhook
{
    /// <summary>The ID, chosen by the caller.</summary>
    public required string WebhookId { get; init; }

    /// <summary><c>order_created</c>, <c>pay</c>, <c>refund</c> or <c>order_settled</c>, see <see cref="WebhookEventTypes"/>.</summary>
    public required string EventType { get; init; }

    /// <summary>Where to call. May be a Mustache template.</summary>
    public required string Url { get; init; }

    /// <summary>HTTP method of the call.</summary>
    /// <value>Default POST.</value>
    public string HttpMethod { get; init; } = "POST";

    /// <summary>Lines <c>Name: value</c>, a Mustache template; null for none.</summary>
    public string? HeaderTemplate { get; init; }

    /// <summary>The body, a Mustache template; null for none.</summary>
    public string? BodyTemplate { get; init; }

    /// <summary>ID and event type only: URL and templates may hold a secret.</summary>
    public override string ToString() => $"{nameof(Webhook)} {{ {nameof(WebhookId)} = {WebhookId}, {nameof(EventType)} = {EventType} }}";
}

/// <summary>One webhook of a list.</summary>
/// <param name="WebhookId">Its ID.</param>
/// <param name="EventType">What it waits for.</param>
public sealed record WebhookListEntry(string WebhookId, string EventType);

/// <summary>What webhooks can wait for.</summary>
public static class WebhookEventTypes
{
    /// <summary>An order was created.</summary>
    public const string OrderCreated = "order_created";

    /// <summary>An order was paid.</summary>
    public const string Pay = "pay";

    /// <summary>A refund was granted.</summary>
    public const string Refund = "refund";

    /// <summary>The money reached the merchant.</summary>
    public const string OrderSettled = "order_settled";
}
