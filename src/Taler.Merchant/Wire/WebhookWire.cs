namespace Taler.Merchant.Wire;

/// <summary>A webhook in all directions; its ID is in the path where it is not here.</summary>
internal sealed record WebhookWire
{
    public string? WebhookId { get; init; }

    public required string EventType { get; init; }

    public required string Url { get; init; }

    public required string HttpMethod { get; init; }

    public string? HeaderTemplate { get; init; }

    public string? BodyTemplate { get; init; }

    public static WebhookWire From(Webhook webhook) => new()
    {
        WebhookId = webhook.WebhookId,
        EventType = webhook.EventType,
        Url = webhook.Url,
        HttpMethod = webhook.HttpMethod,
        HeaderTemplate = webhook.HeaderTemplate,
        BodyTemplate = webhook.BodyTemplate,
    };

    public Webhook ToWebhook(string asked) => new()
    {
        WebhookId = (WebhookId ?? asked) == asked
            ? asked
            : throw new WireException("webhook_id names another webhook than the one that was asked for"),
        EventType = EventType,
        Url = Url,
        HttpMethod = HttpMethod,
        HeaderTemplate = HeaderTemplate,
        BodyTemplate = BodyTemplate,
    };
}

/// <summary><c>GET private/webhooks</c>.</summary>
internal sealed record WebhookListWire
{
    public required WebhookListEntryWire[] Webhooks { get; init; }
}

internal sealed record WebhookListEntryWire
{
    public required string WebhookId { get; init; }

    public required string EventType { get; init; }
}
