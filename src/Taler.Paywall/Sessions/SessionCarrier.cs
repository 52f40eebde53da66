namespace Taler.Paywall.Sessions;

/// <summary>How a client brings its session, and so how the answer gives it back.</summary>
internal enum SessionCarrier
{
    /// <summary>In the cookie, or not at all.</summary>
    Cookie,

    /// <summary>In a header of ours, both ways.</summary>
    Header,

    /// <summary>By a key of its own that stands for one; the answer gives it in the header.</summary>
    Key,

    /// <summary>By a key that cannot stand for one.</summary>
    UnusableKey,
}
