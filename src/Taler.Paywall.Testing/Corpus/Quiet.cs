namespace Taler.Paywall.Testing.Corpus;

/// <summary>
/// A paywall makes no order for a picture, a prefetch or a HEAD. So nearly all cases say that they are one: an audit must not fill the books
/// of a merchant backend.
/// </summary>
internal static class Quiet
{
    private static readonly Header Picture = new("Sec-Fetch-Dest", "image");
    private static readonly Header Prefetch = new("Sec-Purpose", "prefetch");

    public static AuditCase Mark(AuditCase one)
    {
        if (one.MayOrder)
            return one;
        // A second value of its own would undo what a case says about its destination.
        var mark = one.Method == "GET" && !one.Headers.Any(header => header.Name == Picture.Name) ? Picture : Prefetch;
        return one with { Headers = [.. one.Headers, mark] };
    }
}
