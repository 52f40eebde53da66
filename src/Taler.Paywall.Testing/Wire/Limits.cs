namespace Taler.Paywall.Testing.Wire;

/// <summary>How much of one answer is read, and how long it is waited for.</summary>
internal sealed record Limits(TimeSpan Time)
{
    public const int BodyBytes = 4 << 20;

    /// <summary>More than any server lets its own heads be.</summary>
    public const int HeadBytes = 256 << 10;

    /// <summary>Connects within the time.</summary>
    /// <exception cref="IOException">There is no connection, or not in time.</exception>
    public async Task<T> ConnectAsync<T>(Func<CancellationToken, Task<T>> connect, CancellationToken time, CancellationToken cancellationToken)
    {
        try
        {
            return await connect(time);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"There was no connection within {Time.TotalSeconds} seconds.", error);
        }
    }
}
