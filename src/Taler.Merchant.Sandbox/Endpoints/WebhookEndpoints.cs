using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Taler.Merchant.Sandbox.Tokens;
using Taler.Merchant.Sandbox.Webhooks;
using Taler.Merchant.Sandbox.Wire;

namespace Taler.Merchant.Sandbox.Endpoints;

/// <summary><c>private/webhooks</c>: who is called when something happens.</summary>
internal sealed class WebhookEndpoints(WebhookStore store, AccessTokens tokens)
{
    private const string One = "private/webhooks/{webhookId}";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.On(HttpMethods.Post, "private/webhooks", AddAsync);
        routes.Get("private/webhooks", List);
        routes.Get(One, Show);
        routes.On(HttpMethods.Patch, One, ReplaceAsync);
        routes.On(HttpMethods.Delete, One, Remove);
    }

    private async Task<Answer> AddAsync(HttpContext context)
    {
        tokens.Require(context.Request, Permission.WebhooksWrite);
        var body = await context.Request.ReadJsonAsync();
        var webhook = RegisteredWebhook.Read(body, body.RequiredText("webhook_id"));
        return store.Add(webhook) is { } refusal
            ? Answer.Refused(refusal, webhook.Id)
            : Answer.Empty(StatusCodes.Status204NoContent);
    }

    private Answer List(HttpContext context)
    {
        tokens.Require(context.Request, Permission.WebhooksRead);
        var list = new JsonArray();
        foreach (var webhook in store.All())
            list.Add((JsonNode)new JsonObject { ["webhook_id"] = webhook.Id, ["event_type"] = webhook.EventType });
        return Answer.Json(200, new JsonObject { ["webhooks"] = list });
    }

    private Answer Show(HttpContext context)
    {
        tokens.Require(context.Request, Permission.WebhooksRead);
        var id = context.Request.RouteText("webhookId");
        return store.Find(id) is { } webhook ? Answer.Json(200, webhook.ToJson()) : Answer.Refused(Refusal.WebhookUnknown, id);
    }

    private async Task<Answer> ReplaceAsync(HttpContext context)
    {
        tokens.Require(context.Request, Permission.WebhooksWrite);
        var id = context.Request.RouteText("webhookId");
        var webhook = RegisteredWebhook.Read(await context.Request.ReadJsonAsync(), id);
        return store.TryReplace(webhook) ? Answer.Empty(StatusCodes.Status204NoContent) : Answer.Refused(Refusal.WebhookUnknown, id);
    }

    private Answer Remove(HttpContext context)
    {
        tokens.Require(context.Request, Permission.WebhooksWrite);
        var id = context.Request.RouteText("webhookId");
        return store.TryRemove(id) ? Answer.Empty(StatusCodes.Status204NoContent) : Answer.Refused(Refusal.WebhookUnknown, id);
    }
}
