namespace Taler.Paywall.Gate;

/// <summary>What a key of MVC says of a value that was paid for.</summary>
/// <param name="Name">The name of the value, as the key spells it.</param>
/// <param name="IsWhole">Whether the key means the value itself, not something below it.</param>
internal readonly record struct PaidName(string Name, bool IsWhole)
{
    private static readonly char[] Marks = ['.', '[', ']'];

    /// <summary>
    /// Finds a paid name in a key: at its beginning (<c>id</c>, <c>id[0]</c>, <c>id.x</c>), or below one prefix (<c>book.id</c>,
    /// <c>book[id]</c>), which is the name of a parameter that MVC puts before the names of its properties.
    /// </summary>
    /// <returns>Null if the key leads to no paid value.</returns>
    public static PaidName? Find(string key, Func<string, bool> isPaid)
    {
        var parts = key.Split(Marks, StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < Math.Min(parts.Length, 2); i++)
        {
            if (isPaid(parts[i]))
                return new PaidName(parts[i], i == parts.Length - 1);
        }
        return null;
    }
}
