using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Taler.Paywall.Responses;

/// <summary>Tells who asks by what the request says of itself, never by the user agent.</summary>
internal static class RequestKinds
{
    private static readonly string[] SubResources =
        ["image", "script", "style", "font", "audio", "video", "track", "manifest", "worker", "sharedworker", "serviceworker", "object", "embed", "xslt"];

    private static readonly string[] SubResourceTypes = ["image/", "font/", "audio/", "video/", "text/css", "text/javascript", "application/javascript"];

    public static RequestKind Of(HttpRequest request)
    {
        if (HttpMethods.IsHead(request.Method) || IsSpeculative(request))
            return RequestKind.Silent;
        if (!HttpMethods.IsGet(request.Method))
            return RequestKind.Program;
        var accept = Accept(request);
        if (IsSubResource(request, accept))
            return RequestKind.Silent;
        return IsScript(request) || IsWebSocket(request) || !TakesHtml(accept) ? RequestKind.Program : RequestKind.Navigation;
    }

    /// <summary>Who pressed a button of one of our pages, which is a POST.</summary>
    public static RequestKind OfButton(HttpRequest request) =>
        IsScript(request) || !TakesHtml(Accept(request)) ? RequestKind.Program : RequestKind.Navigation;

    /// <summary>A browser asks whether a page of another origin may send the request; the request itself comes later.</summary>
    public static bool IsPreflight(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method)
        && request.Headers.ContainsKey(HeaderNames.Origin)
        && request.Headers.ContainsKey(HeaderNames.AccessControlRequestMethod);

    /// <summary>
    /// A form on another site. The browser leaves our cookie out, so the visitor looks new, and an answer with a new cookie would take the
    /// place of the session that he has.
    /// </summary>
    public static bool IsForeignForm(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method)
        && string.Equals(request.Headers["Sec-Fetch-Site"], "cross-site", StringComparison.OrdinalIgnoreCase)
        && string.Equals(request.Headers["Sec-Fetch-Mode"], "navigate", StringComparison.OrdinalIgnoreCase);

    private static bool IsSpeculative(HttpRequest request) =>
        request.Headers["Sec-Purpose"].ToString().Contains("prefetch", StringComparison.OrdinalIgnoreCase)
        || request.Headers["Purpose"].ToString().Contains("prefetch", StringComparison.OrdinalIgnoreCase)
        || string.Equals(request.Headers["X-Moz"], "prefetch", StringComparison.OrdinalIgnoreCase);

    /// <summary>Over HTTP/2 it is a CONNECT.</summary>
    private static bool IsWebSocket(HttpRequest request) => request.Headers.Upgrade.ToString().Contains("websocket", StringComparison.OrdinalIgnoreCase);

    private static bool IsScript(HttpRequest request)
    {
        var mode = request.Headers["Sec-Fetch-Mode"].ToString();
        return mode.Length > 0
            ? !string.Equals(mode, "navigate", StringComparison.OrdinalIgnoreCase)
            : string.Equals(request.Headers.XRequestedWith, "XMLHttpRequest", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsSubResource(HttpRequest request, IList<MediaTypeHeaderValue> accept)
    {
        var destination = request.Headers["Sec-Fetch-Dest"].ToString();
        if (destination.Length > 0)
            return SubResources.Contains(destination, StringComparer.OrdinalIgnoreCase);

        // Browsers without fetch metadata name the kind of sub-resource first.
        return accept.Count > 0
            && SubResourceTypes.Any(type => accept[0].MediaType.StartsWith(type, StringComparison.OrdinalIgnoreCase));
    }

    private static bool TakesHtml(IList<MediaTypeHeaderValue> accept) =>
        accept.Count == 0
        || accept.Any(type => type.Quality is not 0 && (type.MatchesAllTypes || Is(type, "text/html") || Is(type, "application/xhtml+xml") || Is(type, "text/*")));

    private static bool Is(MediaTypeHeaderValue type, string name) => type.MediaType.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static IList<MediaTypeHeaderValue> Accept(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accept) ? accept : [];
}
