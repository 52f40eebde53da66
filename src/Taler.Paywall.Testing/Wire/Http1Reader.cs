using System.Globalization;
using System.Text;
using Taler.Paywall.Testing.Corpus;

namespace Taler.Paywall.Testing.Wire;

/// <summary>Reads one answer of HTTP/1.1. Whatever has come when the connection or the time ends is kept.</summary>
internal sealed class Http1Reader(Stream stream)
{
    private readonly byte[] _buffer = new byte[16 << 10];
    private readonly List<Header> _headers = [];
    private readonly StringBuilder _body = new();
    private int _start;
    private int _end;
    private int _status;

    /// <summary>Whether the answer came to its end, so that the connection can carry another request.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Whether the server said anything at all.</summary>
    public bool HasBytes { get; private set; }

    public Answer Answer => new(_status, [.. _headers], _body.ToString());

    /// <param name="hasBody">Whether the answer may have a body: not that to a HEAD.</param>
    /// <param name="count">How many answers are expected. Of several, the last one counts, with the bodies of all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task ReadAsync(bool hasBody, int count, CancellationToken cancellationToken)
    {
        var isKept = true;
        for (var i = 0; i < count && isKept; i++)
        {
            do
            {
                _headers.Clear();
                if (!await ReadHeadAsync(cancellationToken))
                    return;
            }
            while (_status is >= 100 and < 200 and not 101);
            isKept = hasBody && _status is not (101 or 204 or 304)
                ? await ReadBodyAsync(cancellationToken)
                : _status != 101;
        }
        // Bytes that nobody asked for belong to this answer, and what follows on such a connection is anybody's guess.
        var more = Taken(_end - _start);
        _body.Append(more);
        IsComplete = isKept && more.Length == 0 && !IsClosing();
    }

    private bool IsClosing() => _headers.Exists(header => header.Name == "connection" && header.Value.Contains("close", StringComparison.OrdinalIgnoreCase));

    private async Task<bool> ReadHeadAsync(CancellationToken cancellationToken)
    {
        if (await ReadLineAsync(cancellationToken) is not { } first)
            return false;
        var words = first.Split(' ', 3);
        if (!words[0].StartsWith("HTTP/1.", StringComparison.Ordinal) || words.Length < 2 || !int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out _status))
        {
            _body.Append(first);
            return false;
        }
        _headers.Add(new Header(":reason", words.Length > 2 ? words[2] : ""));
        while (await ReadLineAsync(cancellationToken) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            _headers.Add(new Header(line[..Math.Max(colon, 0)].ToLowerInvariant(), line[(colon + 1)..].Trim()));
        }
        return true;
    }

    private async Task<bool> ReadBodyAsync(CancellationToken cancellationToken)
    {
        var answer = new Answer(_status, _headers, "");
        if (answer["transfer-encoding"] is { } coding && coding.Contains("chunked", StringComparison.OrdinalIgnoreCase))
            return await ReadChunksAsync(cancellationToken);
        return answer.ContentLength is { } length ? await ReadBytesAsync(length, cancellationToken) : await ReadRestAsync(cancellationToken);
    }

    private async Task<bool> ReadChunksAsync(CancellationToken cancellationToken)
    {
        while (await ReadLineAsync(cancellationToken) is { } line)
        {
            if (!long.TryParse(line.Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var length))
                return false;
            if (length > 0)
            {
                if (!await ReadBytesAsync(length, cancellationToken))
                    return false;
                await ReadLineAsync(cancellationToken);
                continue;
            }
            while (await ReadLineAsync(cancellationToken) is { } trailer)
            {
                if (trailer.Length == 0)
                    return true;
                _headers.Add(new Header("trailer", trailer));
            }
        }
        return false;
    }

    private async Task<bool> ReadBytesAsync(long count, CancellationToken cancellationToken)
    {
        while (count > 0)
        {
            if ((_start == _end && !await FillAsync(cancellationToken)) || _body.Length >= Limits.BodyBytes)
                return false;
            var part = (int)Math.Min(count, _end - _start);
            _body.Append(Taken(part));
            count -= part;
        }
        return true;
    }

    private async Task<bool> ReadRestAsync(CancellationToken cancellationToken)
    {
        do
            _body.Append(Taken(_end - _start));
        while (_body.Length < Limits.BodyBytes && await FillAsync(cancellationToken));
        return false;
    }

    private async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (line.Length < Limits.HeadBytes && (_start < _end || await FillAsync(cancellationToken)))
        {
            var at = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            line.Append(Taken(at < 0 ? _end - _start : at + 1));
            if (at >= 0)
                return line.ToString().TrimEnd('\r', '\n');
        }
        return null;
    }

    private string Taken(int count)
    {
        var text = Encoding.Latin1.GetString(_buffer, _start, count);
        _start += count;
        return text;
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        var count = await stream.ReadAsync(_buffer, cancellationToken);
        (_start, _end) = (0, count);
        HasBytes |= count > 0;
        return count > 0;
    }
}
