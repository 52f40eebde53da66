using System.Text.Json.Nodes;
using Taler.Merchant.Sandbox.Wire;

namespace Taler.Merchant.Sandbox.Webhooks;

/// <summary>A call that somebody registered for an event.</summary>
internal sealed record RegisteredWebhook(string Id, string EventType, string Url, string Method, string? HeaderTemplate, string? BodyTemplate)
{
    public static RegisteredWebhook Read(JsonObject body, string id) => new(
        id,
        body.RequiredText("event_type"),
        body.RequiredText("url"),
        body.RequiredText("http_method"),
        body.Text("header_template"),
        body.Text("body_template"));

    public JsonObject ToJson() => new()
    {
        ["webhook_id"] = Id,
        ["event_type"] = EventType,
        ["url"] = Url,
        ["http_method"] = Method,
        ["header_template"] = HeaderTemplate,
        ["body_template"] = BodyTemplate,
    };
}

/// <summary>The registered webhooks.</summary>
internal sealed class WebhookStore
{
    private const int Capacity = 100;

    private static readonly Refusal Full = new(409, 0, $"The sandbox keeps no more than {Capacity} webhooks: delete one first.");

    private readonly Lock _gate = new();
    private readonly Dictionary<string, RegisteredWebhook> _webhooks = new(StringComparer.Ordinal);

    public IReadOnlyList<RegisteredWebhook> All()
    {
        lock (_gate)
            return [.. _webhooks.Values];
    }

    public RegisteredWebhook? Find(string id)
    {
        lock (_gate)
            return _webhooks.GetValueOrDefault(id);
    }

    /// <returns>Why the webhook is not registered; null if it is, now or before.</returns>
    public Refusal? Add(RegisteredWebhook webhook)
    {
        lock (_gate)
        {
            if (_webhooks.TryGetValue(webhook.Id, out var known))
                return known == webhook ? null : Refusal.WebhookExists;
            if (_webhooks.Count == Capacity)
                return Full;
            _webhooks.Add(webhook.Id, webhook);
            return null;
        }
    }

    public bool TryReplace(RegisteredWebhook webhook)
    {
        lock (_gate)
        {
            if (!_webhooks.ContainsKey(webhook.Id))
                return false;
            _webhooks[webhook.Id] = webhook;
            return true;
        }
    }

    public bool TryRemove(string id)
    {
        lock (_gate)
            return _webhooks.Remove(id);
    }
}
