namespace Taler.Paywall.Responses;

/// <summary>Who asks, and so what answer helps.</summary>
internal enum RequestKind
{
    /// <summary>A person opens a page: a GET that takes HTML, at least as gladly as JSON.</summary>
    Navigation,

    /// <summary>A program, a script's fetch, an endpoint for programs, or any other method than GET.</summary>
    Program,

    /// <summary>HEAD, prefetch, link preview, a sub-resource, or a form of another site: nobody is there to pay, so no order is made.</summary>
    Silent,
}
