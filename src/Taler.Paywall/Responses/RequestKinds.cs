using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;
using Taler.Paywall.Sessions;

namespace Taler.Paywall.Responses;

/// <summary>Tells who asks by what the request says of itself, never by the user agent.</summary>
internal static class RequestKinds
{
    private static readonly string[] SubResources =
        ["image", "script", "style", "font", "audio", "video", "track", "manifest", "worker", "sharedworker", "serviceworker", "object", "embed", "xslt"];

    private static readonly string[] Frames = ["iframe", "frame", "fencedframe"];

    private static readonly string[] PurposeHeaders = ["Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"];

    private static readonly string[] SpeculativePurposes = ["prefetch", "prerender", "preview"];

    public static RequestKind Of(HttpRequest request)
    {
        if (HttpMethods.IsHead(request.Method) || IsSpeculative(request) || IsForeignForm(request) || IsUnseen(request))
            return RequestKind.Silent;
        return HttpMethods.IsGet(request.Method) ? OfGet(request) : RequestKind.Program;
    }

    /// <summary>Who pressed a button of one of our pages, which is a POST.</summary>
    public static RequestKind OfButton(HttpRequest request) =>
        IsScript(request) || AcceptHeader.Read(request.Headers.Accept).RefusesHtml ? RequestKind.Program : RequestKind.Navigation;

    /// <summary>A browser asks whether a page of another origin may send the request; the request itself comes later.</summary>
    public static bool IsPreflight(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method)
        && request.Headers.ContainsKey(HeaderNames.Origin)
        && request.Headers.ContainsKey(HeaderNames.AccessControlRequestMethod);

    private static RequestKind OfGet(HttpRequest request)
    {
        var destination = request.Headers["Sec-Fetch-Dest"].ToString();
        if (SubResources.Contains(destination, StringComparer.OrdinalIgnoreCase))
            return RequestKind.Silent;
        if (IsScript(request) || IsApi(request.HttpContext.GetEndpoint()))
            return RequestKind.Program;

        var accept = AcceptHeader.Read(request.Headers.Accept);
        if (accept.NamesSubResourceFirst && destination.Length == 0)
            return RequestKind.Silent;
        if (accept.RefusesHtml)
            return RequestKind.Program;
        return IsLookingAtTheStart(request) ? RequestKind.Silent : RequestKind.Navigation;
    }

    /// <summary>
    /// A form on another site. The browser leaves our cookie out, so the visitor looks new, and an answer with a new cookie would take the
    /// place of the session that he has.
    /// </summary>
    private static bool IsForeignForm(HttpRequest request) =>
        (!HttpMethods.IsGet(request.Method) || PressedButton.IsPost(request)) && IsCrossSite(request) && IsNavigate(request);

    /// <summary>What a page of another site can ask for without seeing the answer, and without our cookie: in a frame, or as for an image.</summary>
    private static bool IsUnseen(HttpRequest request) =>
        IsCrossSite(request)
        && (Is(request, "Sec-Fetch-Mode", "no-cors") || Frames.Contains(request.Headers["Sec-Fetch-Dest"].ToString(), StringComparer.OrdinalIgnoreCase));

    private static bool IsCrossSite(HttpRequest request) => Is(request, "Sec-Fetch-Site", "cross-site");

    private static bool Is(HttpRequest request, string header, string value) => string.Equals(request.Headers[header], value, StringComparison.OrdinalIgnoreCase);

    private static bool IsSpeculative(HttpRequest request)
    {
        foreach (var header in PurposeHeaders)
        {
            if (request.Headers[header].ToString() is { Length: > 0 } purpose && NamesSpeculation(purpose))
                return true;
        }
        return false;
    }

    private static bool NamesSpeculation(string purpose) => SpeculativePurposes.Any(word => purpose.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>What no browser sends when a person opens a page: a script's fetch, a session in a header, a WebSocket, which over HTTP/2 is a CONNECT.</summary>
    private static bool IsScript(HttpRequest request) =>
        (request.Headers.ContainsKey("Sec-Fetch-Mode") && !IsNavigate(request))
        || string.Equals(request.Headers.XRequestedWith, "XMLHttpRequest", StringComparison.OrdinalIgnoreCase)
        || SessionCarriers.IsInHeaders(request)
        || request.Headers.Upgrade.ToString().Contains("websocket", StringComparison.OrdinalIgnoreCase);

    /// <summary>By this metadata ASP.NET Core tells for which endpoints cookie authentication must not redirect to a page.</summary>
    private static bool IsApi(Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<IDisableCookieRedirectMetadata>() is not null
        && endpoint.Metadata.GetMetadata<IAllowCookieRedirectMetadata>() is null;

    /// <summary>Those who make a preview of a link read the first bytes of a page. A person reads all of it, and a browser says that it navigates.</summary>
    private static bool IsLookingAtTheStart(HttpRequest request) => request.Headers.ContainsKey(HeaderNames.Range) && !IsNavigate(request);

    private static bool IsNavigate(HttpRequest request) => Is(request, "Sec-Fetch-Mode", "navigate");
}
