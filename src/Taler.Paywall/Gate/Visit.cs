using Microsoft.AspNetCore.Http;
using Taler.Paywall.Resources;
using Taler.Paywall.Sessions;
using Taler.Paywall.Settings;

namespace Taler.Paywall.Gate;

/// <summary>A request for a protected resource, on its way through the gate.</summary>
/// <param name="Context">The request.</param>
/// <param name="Rules">The rules in force when it came.</param>
/// <param name="Resource">What it asks for.</param>
/// <param name="Key">What stands for the resource in the cookie.</param>
/// <param name="Session">What its cookie holds; null for a new visitor.</param>
/// <param name="Next">Serves the resource.</param>
internal readonly record struct Visit(
    HttpContext Context, PaywallRules Rules, Resource Resource, ResourceKey Key, Session? Session, RequestDelegate Next)
{
    public HttpRequest Request => Context.Request;
}
