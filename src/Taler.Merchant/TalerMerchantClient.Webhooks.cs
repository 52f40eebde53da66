using System.Net;
using Taler.Merchant.Http;
using Taler.Merchant.Wire;

namespace Taler.Merchant;

internal sealed partial class TalerMerchantClient
{
    private const string WebhookShape = "private/webhooks/$WEBHOOK_ID";
    private const string WriteWebhooks = "webhooks-write";

    public Task CreateWebhookAsync(Webhook webhook, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(webhook);
        var call = WebhookCall(HttpMethod.Post, "private/webhooks", "private/webhooks", webhook);
        return _transport.SendAsync(call, RequireDone, cancellationToken);
    }

    public Task UpdateWebhookAsync(Webhook webhook, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(webhook);
        var call = WebhookCall(HttpMethod.Patch, WebhookShape, WebhookPath(webhook.WebhookId), webhook);
        return _transport.SendAsync(call, RequireDone, cancellationToken);
    }

    public Task<IReadOnlyList<WebhookListEntry>> ListWebhooksAsync(CancellationToken cancellationToken = default) =>
        _transport.SendAsync<IReadOnlyList<WebhookListEntry>>(
            Get("private/webhooks", "private/webhooks") with { Permission = WriteWebhooks },
            (call, answer) => _failures.Read(
                call,
                answer,
                WireJson.Default.WebhookListWire,
                wire => WireValues.Items(wire.Webhooks, "webhooks").Select(entry => new WebhookListEntry(entry.WebhookId, entry.EventType)).ToList()),
            cancellationToken);

    public Task<Webhook?> GetWebhookAsync(string webhookId, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(
            Get(WebhookShape, WebhookPath(webhookId)) with { Permission = WriteWebhooks },
            (call, answer) => answer is { Status: HttpStatusCode.NotFound, Code: TalerErrorCodes.WebhookUnknown }
                ? null
                : _failures.Read<WebhookWire, Webhook?>(call, answer, WireJson.Default.WebhookWire, wire => wire.ToWebhook(webhookId)),
            cancellationToken);

    public Task DeleteWebhookAsync(string webhookId, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(
            new MerchantCall(HttpMethod.Delete, WebhookShape, WebhookPath(webhookId)) { Permission = WriteWebhooks },
            (call, answer) => RequireGone(call, answer, TalerErrorCodes.WebhookUnknown),
            cancellationToken);

    private static MerchantCall WebhookCall(HttpMethod method, string shape, string path, Webhook webhook) => new(method, shape, path)
    {
        Body = Body(WebhookWire.From(webhook), WireJson.Default.WebhookWire),
        Permission = WriteWebhooks,
    };

    private static string WebhookPath(string webhookId)
    {
        ArgumentException.ThrowIfNullOrEmpty(webhookId);

        // Dots alone cannot be escaped and would climb out of the folder.
        if (!webhookId.AsSpan().ContainsAnyExcept('.'))
            throw new ArgumentException("A webhook ID is not made of dots alone.", nameof(webhookId));
        return "private/webhooks/" + Segment(webhookId);
    }
}
