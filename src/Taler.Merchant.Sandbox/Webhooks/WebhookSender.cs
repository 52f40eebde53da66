using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Taler.Merchant.Sandbox.Hosting;
using Taler.Merchant.Sandbox.Orders;

namespace Taler.Merchant.Sandbox.Webhooks;

/// <summary>Calls webhooks when something happens to an order; again and again with growing delay, then gives up.</summary>
internal sealed class WebhookSender(WebhookStore store, Instance instance, IHostApplicationLifetime lifetime, ILogger<WebhookSender> logger) : IDisposable
{
    private const int MaxTries = 8;
    private const int MaxPending = 1000;
    private const long NanosecondsPerSecond = 1_000_000_000;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
    {
        Timeout = CallTimeout,
    };

    private int _pending;

    public void OrderCreated(Order order) => Fire("order_created", () => DataOf(order));

    public void Paid(Order order) => Fire("pay", () => DataOf(order));

    public void Refunded(Order order, Amount total, string reason)
    {
        var nanoseconds = instance.Clock.GetUtcNow().ToUnixTimeSeconds() * NanosecondsPerSecond;
        Fire("refund", () =>
        {
            var data = DataOf(order);
            data["timestamp"] = nanoseconds;
            data["refund_amount"] = total.ToString();
            data["reason"] = reason;
            return data;
        });
    }

    public void Dispose() => _http.Dispose();

    private static JsonObject DataOf(Order order) => new()
    {
        ["order_id"] = order.Id.Value,
        ["contract_terms"] = JsonNode.Parse(order.Proposal.Terms),
    };

    /// <summary>Every call gets data of its own: JSON nodes are not made for several readers at once.</summary>
    private void Fire(string eventType, Func<JsonObject> data)
    {
        foreach (var webhook in store.All().Where(webhook => webhook.EventType == eventType))
        {
            if (Interlocked.Increment(ref _pending) > MaxPending)
            {
                Interlocked.Decrement(ref _pending);
                Log.WebhookDropped(logger, webhook.Id);
                continue;
            }
            _ = DeliverAsync(webhook, data());
        }
    }

    private async Task DeliverAsync(RegisteredWebhook webhook, JsonObject data)
    {
        var tries = 1;
        try
        {
            for (var delay = FirstDelay; !await TryCallAsync(webhook, data, lifetime.ApplicationStopping); delay *= 2)
            {
                if (tries == MaxTries)
                {
                    Log.WebhookGivenUp(logger, webhook.Id, tries);
                    return;
                }
                await Task.Delay(delay, instance.Clock, lifetime.ApplicationStopping);
                tries++;
            }
        }
        catch (OperationCanceledException)
        {
            Log.WebhookGivenUp(logger, webhook.Id, tries);
        }
        finally
        {
            Interlocked.Decrement(ref _pending);
        }
    }

    private async Task<bool> TryCallAsync(RegisteredWebhook webhook, JsonObject data, CancellationToken stopping)
    {
        try
        {
            using var request = new HttpRequestMessage(new HttpMethod(webhook.Method), Template.Fill(webhook.Url, data));
            if (webhook.BodyTemplate is { } body)
                request.Content = new StringContent(Template.Fill(body, data), Encoding.UTF8, "application/json");
            AddHeaders(request, webhook.HeaderTemplate, data);
            using var response = await _http.SendAsync(request, stopping);
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested
            && exception is HttpRequestException or OperationCanceledException or InvalidOperationException
                or FormatException or ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    private static void AddHeaders(HttpRequestMessage request, string? template, JsonObject data)
    {
        if (template is null)
            return;
        foreach (var line in Template.Fill(template, data).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
                continue;
            var (name, value) = (line[..colon].TrimEnd(), line[(colon + 1)..].TrimStart());
            if (request.Headers.TryAddWithoutValidation(name, value) || request.Content is null)
                continue;
            request.Content.Headers.Remove(name);
            request.Content.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
