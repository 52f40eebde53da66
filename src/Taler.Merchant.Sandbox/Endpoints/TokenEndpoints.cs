using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Taler.Merchant.Sandbox.Tokens;
using Taler.Merchant.Sandbox.Wire;

namespace Taler.Merchant.Sandbox.Endpoints;

/// <summary><c>POST private/token</c>: a password becomes an access token.</summary>
internal sealed class TokenEndpoints(AccessTokens tokens)
{
    public void Map(IEndpointRouteBuilder routes) => routes.On(HttpMethods.Post, "private/token", IssueAsync);

    private async Task<Answer> IssueAsync(HttpContext context)
    {
        tokens.RequireLogin(context.Request);
        var body = await context.Request.ReadJsonAsync();
        var token = tokens.Issue(body.RequiredText("scope"), body.RelativeTime("duration"));
        return Answer.Json(200, new JsonObject
        {
            ["access_token"] = token.Value,
            ["token"] = token.Value,
            ["scope"] = token.Scope,
            ["refreshable"] = token.Refreshable,
            ["expiration"] = TalerTime.ToJson(token.Expiration),
        });
    }
}
