namespace Taler.Paywall.Responses;

/// <summary>Who asks, and so what answer helps.</summary>
internal enum RequestKind
{
    /// <summary>A person opens a page: a GET that takes HTML.</summary>
    Navigation,

    /// <summary>A program, a script's fetch, or any other method than GET.</summary>
    Program,

    /// <summary>HEAD, prefetch, or a sub-resource: nobody is there to pay, so no order is made.</summary>
    Silent,
}
